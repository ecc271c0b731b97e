using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using OpsConsole.Components.Format;
using OpsConsole.Slo;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Slos;

/// <summary>Reckons with another target, another window, and with more of what burns now.</summary>
public sealed partial class WhatIfCard : ComponentBase
{
    private const int Most = 6;
    private const int MostMinutes = 43_200;

    private ImmutableArray<string> problems = [];
    private ImmutableArray<Problem> wrong = [];
    private string target = string.Empty;
    private string window = string.Empty;
    private int minutes = 40;
    private WhatIf? answer;
    private ObjectiveProfile? shown;

    /// <summary>The system's id.</summary>
    [Parameter, EditorRequired]
    public string System { get; set; } = string.Empty;

    /// <summary>The objective.</summary>
    [Parameter, EditorRequired]
    public ObjectiveProfile Objective { get; set; } = null!;

    /// <summary>Its budget now.</summary>
    [Parameter, EditorRequired]
    public ErrorBudget Budget { get; set; } = null!;

    [Inject]
    private SloPast Past { get; set; } = null!;

    // What burns now, and the worst that can be: everything fails.
    private IEnumerable<(string Name, double? Rate)> Rates =>
    [
        ("as in the last 5 min", Budget.Over(TimeSpan.FromMinutes(5))?.Rate), ("as in the last hour", Budget.Over(TimeSpan.FromHours(1))?.Rate), ("if everything fails", 1 / Objective.Budget),
    ];

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (shown?.Name != Objective.Name)
        {
            (target, window) = ((Objective.Target * 100).ToString("0.######", CultureInfo.InvariantCulture), PromDuration.Format(Objective.Window));
            (shown, answer, problems) = (Objective, null, []);
        }
    }

    private async Task AskAsync()
    {
        var (share, length) = (Number(target), PromDuration.Parse(window.Trim()));
        wrong = Problem.All(
            share is null ? new Problem("target", "is no number: write the per cent that must be good, for example 99.9") : null,
            length.IsOk ? null : new Problem("window", length.Problems[0].What));
        if (wrong.IsEmpty)
        {
            var read = await Past.WhatIfAsync(System, Objective.Name, share!.Value, length.Value, CancellationToken.None);
            (answer, wrong) = (read.IsOk ? read.Value : null, read.Problems);
        }
        else
        {
            answer = null;
        }

        problems = [.. wrong.Select(one => one.Where.Length == 0 ? one.What : $"The {one.Where} {one.What}.")];
    }

    private void Lasts(ChangeEventArgs change) =>
        minutes = int.TryParse(change.Value?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? Math.Clamp(read, 0, MostMinutes) : 0;

    private string? Of(string field) => wrong.FirstOrDefault(one => one.Where == field)?.What;

    private string After(double? rate) => rate is not { } known ? "not known" : Budget.RemainingAfter(known, TimeSpan.FromMinutes(minutes)) switch
    {
        null => "not known",
        < 0 and var over => $"overspent by {Figures.Percent(-over)}",
        { } left => $"{SloWords.Left(left)} left",
    };

    private string Sentence(WhatIf it)
    {
        var promise = $"{Figures.Percent(it.Target)} over {Spans.Exact(it.Window)}";
        var held = it.HeldSince is { } since ? $" Data are only held since {Times.Exact(since)}." : string.Empty;
        return it switch
        {
            { Counts: null } => $"Nothing is held of the last {Spans.Exact(it.Window)}.",
            { Counts.Total: <= 0 } => $"With {promise}: nothing happened, the budget would be untouched.{held}",
            { UsedUpAt: { } gone } => $"With {promise} the budget would have been used up on {Times.Exact(gone)}: {SloWords.Counts(it.Counts, Objective.Unit)} failed, and {SloWords.Count(it.Allowed ?? 0)} may ({SloWords.Left(it.Remaining)} left).{held}",
            _ => $"With {promise} it would have been kept: {SloWords.Left(it.Remaining)} left, {SloWords.Counts(it.Counts, Objective.Unit)} failed, and {SloWords.Count(it.Allowed ?? 0)} may.{held}",
        };
    }

    private static double? Number(string text) =>
        double.TryParse(text.Trim().TrimEnd('%').Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
