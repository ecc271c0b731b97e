using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using OpsConsole.Access;
using OpsConsole.Audit;

namespace OpsConsole.Alerts;

/// <summary>What is put on record of acknowledgements: who took or gave back which alerts, who may not, and whose time was over. That one ended with its alert is in the alert's own story.</summary>
internal static class AckRecord
{
    /// <summary>The most alerts of an entry.</summary>
    public const int Batch = 100;

    private const int Longest = 200;

    /// <summary>Alerts were taken or given back.</summary>
    /// <param name="person">Who.</param>
    /// <param name="system">The alerts' system; null for none.</param>
    /// <param name="deed">What was done: <c>acknowledge</c>, <c>take-over</c> or <c>withdraw</c>.</param>
    /// <param name="decisions">What becomes of each.</param>
    /// <param name="affair">What joins the entries of one press of a button.</param>
    public static AuditEvent Done(Person person, string? system, string deed, IReadOnlyList<AckDecision> decisions, string affair)
    {
        var about = decisions.Select(decision => decision.Change!.Now ?? decision.Change.Over!).ToList();
        var until = decisions[0].Change!.Now?.Until;
        return new AuditEvent
        {
            Actor = person,
            Action = Actions.Acknowledge.Name,
            Stage = AuditStage.Succeeded,
            System = system,
            Target = about is [var only] ? Named(only) : $"{about.Count} alerts",
            Parameters = About(("deed", deed), ("until", until is { } at ? Written(at) : null)),
            Reason = decisions[0].Change!.Now is { Comment.Length: > 0 } now ? now.Comment : null,
            Evidence = new JsonObject
            {
                ["alerts"] = new JsonArray([.. decisions.Zip(about, (decision, one) => (JsonNode)new JsonObject
                {
                    ["fingerprint"] = one.Fingerprint,
                    ["name"] = Cut(one.AlertName),
                    ["verdict"] = decision.Verdict.ToString(),
                    ["had"] = decision.Had is { } had ? Cut(had.By.Name) : null,
                })]),
            },
            Correlation = affair,
        };
    }

    /// <summary>The time of some is over, and nobody did anything.</summary>
    /// <param name="system">The alerts' system; null for none.</param>
    /// <param name="over">Those that are over.</param>
    public static AuditEvent Expired(string? system, IReadOnlyList<Acknowledgement> over) => new()
    {
        Actor = Person.Console,
        Action = Actions.Acknowledge.Name,
        Stage = AuditStage.Succeeded,
        System = system,
        Target = over is [var only] ? Named(only) : $"{over.Count} alerts",
        Parameters = About(("deed", "expire")),
        Reason = "their time was over, and nobody renewed it",
        Evidence = new JsonObject
        {
            ["alerts"] = new JsonArray([.. over.Select(one => (JsonNode)new JsonObject
            {
                ["fingerprint"] = one.Fingerprint,
                ["name"] = Cut(one.AlertName),
                ["had"] = Cut(one.By.Name),
                ["until"] = Written(one.Until),
            })]),
        },
    };

    /// <summary>Somebody may not.</summary>
    public static AuditEvent Denied(Person person, string? system, string deed, IReadOnlyList<string> alerts, string because, string affair) => new()
    {
        Actor = person,
        Action = Actions.Acknowledge.Name,
        Stage = AuditStage.Denied,
        System = system,
        Target = alerts is [var only] ? Cut(only) : $"{alerts.Count} alerts",
        Parameters = About(("deed", deed), ("alerts", string.Join(", ", alerts.Take(Batch).Select(Cut)))),
        Reason = because,
        Correlation = affair,
    };

    private static string Written(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Named(Acknowledgement one) => $"{(one.AlertName.Length == 0 ? "(no name)" : Cut(one.AlertName))} {one.Fingerprint}";

    private static ImmutableSortedDictionary<string, string> About(params (string Name, string? Value)[] parts) =>
        parts.Where(part => part.Value is not null).ToImmutableSortedDictionary(part => part.Name, part => part.Value!, StringComparer.Ordinal);

    private static string Cut(string text) => text.Length > Longest ? $"{text[..Longest]}…" : text;
}
