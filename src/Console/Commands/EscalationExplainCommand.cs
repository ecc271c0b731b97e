using System.Collections.Immutable;
using OpsConsole.Incidents;
using OpsConsole.Systems;

namespace OpsConsole.Commands;

/// <summary><c>OpsConsole escalation explain</c>: what would happen to an alert that begins at a time and that nobody acknowledges. Nothing is sent.</summary>
internal static class EscalationExplainCommand
{
    private const int Told = 0;
    private const int Nobody = 1;
    private const int Misused = 2;

    /// <summary>Explains.</summary>
    /// <param name="args">What stands behind <c>escalation explain</c>.</param>
    /// <param name="output">Where the answer goes.</param>
    /// <param name="clock">The time, when none is given.</param>
    /// <param name="channels">The names of the configured channels.</param>
    /// <returns>0 when somebody would be told, 1 when nobody, 2 when the question or the policies can't be used.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TimeProvider clock, ImmutableArray<string> channels)
    {
        var read = Arguments.Read(args, "--alert", "--at", "--systems", "--escalation");
        if (!read.IsOk || read.Value.Find("--alert") is not { } alert)
        {
            return await EscalationCommand.MisusedAsync(output, read.IsOk ? "say which: --alert 'alertname=X,system=Y,severity=critical'" : read.Explanation);
        }

        var (labels, at) = (LabelList.Read(alert), EscalationCommand.Time(read.Value.Find("--at"), clock));
        if (!labels.IsOk || !at.IsOk)
        {
            return await EscalationCommand.MisusedAsync(output, string.Join(Environment.NewLine, labels.Problems.AddRange(at.Problems)));
        }

        var book = EscalationCommand.Read(read.Value.Find("--escalation"), channels, at.Value);
        if (!book.IsOk)
        {
            await output.WriteLineAsync(book.Explanation);
            return Misused;
        }

        var reader = new CatalogReader(read.Value.Find("--systems") ?? OwnSettings.SystemsFolder());
        reader.Refresh();
        var system = reader.Current.Systems.FirstOrDefault(one => one.Claims(labels.Value))?.Profile;
        var forecast = EscalationForecast.Of(book.Value, labels.Value, system, at.Value);
        await output.WriteLineAsync($"{labels.Value} of {system?.Id ?? "no system"}, class {forecast.Class}: {forecast.Because}");
        foreach (var step in forecast.Steps)
        {
            await output.WriteLineAsync(Line(step));
        }

        return forecast.Steps.IsEmpty ? Nobody : Told;
    }

    private static string Line(ForecastStep one)
    {
        var after = one.Step.After == TimeSpan.Zero ? "at once" : $"after {PromDuration.Format(one.Step.After)}";
        var quiet = one.QuietUntil is null ? null : ", held back until quiet hours end";
        var again = one.Step.Round > 1 ? $", round {one.Step.Round}" : null;
        return $"{one.Step.Number,3}  {after,-12} {EscalationCommand.Words(one.At, one.Zone)}  {one.Words}  by {string.Join(", else ", one.Step.By)}{quiet}  [{one.Step.Policy}{again}]";
    }
}
