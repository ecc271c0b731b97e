using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Incidents;
using OpsConsole.Silences;

namespace OpsConsole.Commands;

/// <summary><c>OpsConsole escalation</c>: who is on call, and what would happen to an alert that nobody acknowledges.</summary>
internal static class EscalationCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "escalation";

    /// <summary>How it is used.</summary>
    public const string Usage = """
        usage: OpsConsole escalation explain --alert 'alertname=X,system=Y,severity=critical' [--at TIME] [--systems DIR] [--escalation FILE]
               OpsConsole escalation on-call [--at TIME] [--escalation FILE]
        """;

    private const int Good = 0;
    private const int Misused = 2;

    /// <summary>Runs one of its parts.</summary>
    /// <param name="args">What stands behind <c>escalation</c>.</param>
    /// <param name="output">Where the answer goes.</param>
    /// <param name="clock">The time, when none is given.</param>
    /// <param name="channels">The names of the configured channels.</param>
    /// <returns>0; 1 when nobody is told; 2 when the arguments or the policies can't be used.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter output, TimeProvider clock, ImmutableArray<string> channels) => args switch
    {
        ["explain", .. var rest] => EscalationExplainCommand.RunAsync(rest, output, clock, channels),
        ["on-call", .. var rest] => OnCallAsync(rest, output, clock, channels),
        _ => MisusedAsync(output, "say explain or on-call"),
    };

    /// <summary>Says what can't be used.</summary>
    public static async Task<int> MisusedAsync(TextWriter output, string why)
    {
        await output.WriteLineAsync($"{why}{Environment.NewLine}{Usage}");
        return Misused;
    }

    /// <summary>The names of the channels that the console itself would have, started from here; whether they work is for the console to find out when it starts.</summary>
    public static ImmutableArray<string> OwnChannels() => [.. OwnSettings.Read().GetSection("Channels").GetChildren().Select(channel => channel["Name"]).OfType<string>()];

    /// <summary>Reads the policies beside a file of grants; null when there are none.</summary>
    /// <param name="access">The file of grants.</param>
    /// <param name="channels">The names of the configured channels.</param>
    public static Result<EscalationBook>? ReadBeside(string access, ImmutableArray<string> channels)
    {
        var beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(access))!, EscalationReader.File);
        return File.Exists(beside) ? Read(beside, channels, TimeProvider.System.GetUtcNow()) : null;
    }

    /// <summary>Reads the policies.</summary>
    /// <param name="file">The file; null for the one that the console itself would read, started from here.</param>
    /// <param name="channels">The names of the configured channels.</param>
    /// <param name="now">The time.</param>
    public static Result<EscalationBook> Read(string? file, ImmutableArray<string> channels, DateTimeOffset now)
    {
        var path = file ?? Path.Combine(Path.GetDirectoryName(AccessCommand.OwnFile())!, EscalationReader.File);
        return File.Exists(path) ? EscalationReader.Read(path, channels, now)
            : new Problem(EscalationReader.File, $"there is no file {path}, and without it nobody is told of anything: write it, or name another with --escalation FILE");
    }

    /// <summary>Reads a time; now when none is given.</summary>
    /// <param name="text">The text; null for none.</param>
    /// <param name="clock">The time.</param>
    public static Result<DateTimeOffset> Time(string? text, TimeProvider clock) => text is null ? clock.GetUtcNow()
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUniversalTime()
        : new Problem("--at", $"'{text}' is no time: write for example 2026-12-01T02:00Z, or with its offset 2026-12-01T03:00+01:00");

    /// <summary>A time for a person: <c>2026-12-01 02:00 UTC (03:00 Europe/Paris)</c>.</summary>
    /// <param name="at">The time.</param>
    /// <param name="zone">Where.</param>
    public static string Words(DateTimeOffset at, TimeZoneInfo zone)
    {
        var utc = at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        return zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime ? utc
            : $"{utc} ({ZoneClock.Wall(at, zone).ToString("HH:mm", CultureInfo.InvariantCulture)} {zone.Id})";
    }

    private static async Task<int> OnCallAsync(string[] args, TextWriter output, TimeProvider clock, ImmutableArray<string> channels)
    {
        var given = Arguments.Read(args, "--at", "--escalation");
        if (!given.IsOk)
        {
            return await MisusedAsync(output, given.Explanation);
        }

        var at = Time(given.Value.Find("--at"), clock);
        var book = at.IsOk ? Read(given.Value.Find("--escalation"), channels, at.Value) : at.Problems;
        if (!book.IsOk)
        {
            await output.WriteLineAsync(book.Explanation);
            return Misused;
        }

        foreach (var rotation in book.Value.Roster.Rotations)
        {
            var until = rotation.ShiftAt(at.Value) is { } shift ? $"until {Words(shift.End, rotation.Zone)}{(shift.IsOverride ? ", standing in" : null)}" : "not begun, or over";
            await output.WriteLineAsync($"{rotation.Name,-20} {book.Value.Roster.Words([rotation.Name], at.Value)}  {until}");
        }

        return Good;
    }
}
