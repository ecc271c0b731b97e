using OpsConsole.Incidents;

namespace OpsConsole.Api;

/// <summary>What is sent with a change that has no more to say than which version was looked at.</summary>
/// <param name="SeenVersion">The version; null: they do not mind.</param>
/// <param name="Alerts">Whether the incident's alerts are taken, too.</param>
internal sealed record IncidentAckBody(int? SeenVersion, bool Alerts);

/// <summary>What is sent to say that it is mitigated.</summary>
internal sealed record IncidentMitigateBody(DateTimeOffset? At, int? SeenVersion);

/// <summary>What is sent to close one.</summary>
internal sealed record IncidentCloseBody(IncidentClosing Closing, int? SeenVersion);

/// <summary>A text, and which version was looked at.</summary>
internal sealed record IncidentWordsBody(string Words, int? SeenVersion);

/// <summary>A note.</summary>
internal sealed record IncidentNoteBody(string Text, DateTimeOffset? At, int? SeenVersion);

/// <summary>What belongs to it.</summary>
internal sealed record IncidentLinkBody(LinkKind Kind, string Target);

/// <summary>Who leads.</summary>
internal sealed record IncidentLeadBody(IncidentPerson? Lead, int? SeenVersion);

/// <summary>How bad it is.</summary>
internal sealed record IncidentClassBody(int Class, int? SeenVersion);

/// <summary>Reads the bodies. Their names are part of the API: docs/api.md.</summary>
internal static class IncidentBodies
{
    // What is missing is no class either: the desk says what would be one.
    private const int NoClass = 99;

    /// <summary>A new one.</summary>
    public static NewIncident Open(JsonBody body) => new(body.Text("title"), Class(body)) { Systems = body.Texts("systems"), Alerts = body.Texts("alerts"), At = body.Time("at") };

    /// <summary>An acknowledgement.</summary>
    public static IncidentAckBody Acknowledge(JsonBody body) => new(Seen(body), body.Flag("alerts"));

    /// <summary>It is mitigated.</summary>
    public static IncidentMitigateBody Mitigate(JsonBody body) => new(body.Time("at"), Seen(body));

    /// <summary>It is over.</summary>
    public static IncidentCloseBody Close(JsonBody body) => new(new IncidentClosing(body.Prose("cause") ?? string.Empty, body.OptionalWord<IncidentVerdict>("verdict"), body.Time("resolvedAt")), Seen(body));

    /// <summary>It is not over.</summary>
    public static IncidentWordsBody Reopen(JsonBody body) => new(body.Prose("why") ?? string.Empty, Seen(body));

    /// <summary>Another one goes on.</summary>
    public static IncidentWordsBody Merge(JsonBody body) => new(body.Text("into"), Seen(body));

    /// <summary>A note.</summary>
    public static IncidentNoteBody Note(JsonBody body) => new(body.Prose("text") ?? string.Empty, body.Time("at"), null);

    /// <summary>A note that is written anew.</summary>
    public static IncidentNoteBody Edit(JsonBody body) => new(body.Prose("text") ?? string.Empty, body.Time("at"), Seen(body));

    /// <summary>Something that belongs to it.</summary>
    public static IncidentLinkBody Link(JsonBody body) => new(body.Word<LinkKind>("kind"), body.Text("target"));

    /// <summary>Who leads.</summary>
    public static IncidentLeadBody Lead(JsonBody body) => new(body.Optional("subject") is { } subject ? new IncidentPerson(subject, body.Optional("name") ?? subject) : Nobody(body), Seen(body));

    /// <summary>How bad it is.</summary>
    public static IncidentClassBody Rate(JsonBody body) => new(Class(body), Seen(body));

    private static int Class(JsonBody body) => (int)Math.Min(body.Number("class") ?? NoClass, NoClass);

    private static int? Seen(JsonBody body) => body.Number("seenVersion") is { } seen ? (int)Math.Min(seen, int.MaxValue) : null;

    private static IncidentPerson? Nobody(JsonBody body)
    {
        _ = body.Optional("name");
        return null;
    }
}
