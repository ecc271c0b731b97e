using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Remediation;

namespace OpsConsole.Silences;

/// <summary>What is put on record of maintenance windows: what people do in their names, what is set up in the console's.</summary>
internal static class MaintenanceRecord
{
    public const string Create = "window-create";
    public const string Change = "window-change";
    public const string End = "window-end";
    public const string Skip = "window-skip";
    public const string Delete = "window-delete";

    /// <summary>Done by the console itself: an occurrence becomes a silence, or could not.</summary>
    public const string SetUp = "window-setup";

    private const int Longest = 600;

    /// <summary>A person made or changed one.</summary>
    public static AuditEvent Of(string action, MaintenanceWindow window, Person person, params ReadOnlySpan<(string Name, string? Value)> more) => new()
    {
        Actor = person,
        Action = action,
        Stage = AuditStage.Succeeded,
        System = window.Plan.System,
        Target = Target(window),
        Parameters = Parameters(
        [
            ("matchers", MatcherList.Write(window.Plan.Matchers)), ("when", WindowWords.Of(window.Plan.Times)), ("cron", window.Plan.Times.Cron), ("ticket", window.Plan.Ticket),
            ("isOn", window.IsOn ? "true" : "false"), .. more,
        ]),
        Reason = Cut(window.Plan.Comment),
        Correlation = window.Id,
    };

    /// <summary>Somebody may not.</summary>
    public static AuditEvent Denied(string action, string? target, string? system, Person person, string because, string? id) => new()
    {
        Actor = person,
        Action = action,
        Stage = AuditStage.Denied,
        System = system,
        Target = target,
        Reason = because,
        Correlation = id,
    };

    /// <summary>The console set an occurrence up, could not, or has to say what became of it.</summary>
    public static AuditEvent Kept(WindowRun run, MaintenanceWindow? window, AuditStage stage, string says) => new()
    {
        Actor = Person.Console,
        Action = SetUp,
        Stage = stage,
        System = window?.Plan.System,
        Target = Cut($"window {run.Window} ({run.Name})"),
        Parameters = Parameters(
        [
            ("window", run.Window), ("name", run.Name), ("starts", Text(run.Start)), ("ends", Text(run.End)), ("madeBy", window?.MadeBy.Name),
            ("silences", string.Join(", ", run.Silences.Select(held => $"{held.Key}/{held.Value.Id}"))),
        ]),
        Reason = Cut(says),
        Correlation = run.Window,
    };

    /// <summary>A time as the record writes it.</summary>
    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Target(MaintenanceWindow window) => Cut($"window {window.Id} ({window.Plan.Name})");

    private static ImmutableSortedDictionary<string, string> Parameters(ReadOnlySpan<(string Name, string? Value)> parts)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in parts)
        {
            if (!string.IsNullOrEmpty(value))
            {
                all[name] = Cut(value);
            }
        }

        return all.ToImmutable();
    }

    private static string Cut(string text) => text.Length > Longest ? $"{text[..Longest]}…" : text;
}
