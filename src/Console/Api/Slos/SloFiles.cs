using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OpsConsole.Components.Format;
using OpsConsole.Slo;

namespace OpsConsole.Api;

/// <summary>Budgets as tables for a spreadsheet. What is not known is an empty cell, never a zero.</summary>
internal static class SloFiles
{
    /// <summary>A history, one line a slice; <c>budgetUsed</c> is the share of the whole budget that was used by the slice's end.</summary>
    /// <param name="history">The history.</param>
    public static string History(BudgetHistory history)
    {
        var left = history.Left.DistinctBy(point => point.At).ToDictionary(point => point.At, point => point.Value);
        var text = new StringBuilder(CsvText.Line(["from", "to", "bad", "total", "errorRatio", "budgetUsed"]));
        foreach (var slice in history.Slices)
        {
            text.Append(CsvText.Line(
            [
                Times.Cell(slice.From), Times.Cell(slice.To), Number(slice.Counts?.Bad), Number(slice.Counts?.Total), Number(slice.Counts?.ErrorRatio),
                slice.Counts is not null && left.TryGetValue(slice.To, out var rest) ? Used(rest) : null,
            ]));
        }

        return text.ToString();
    }

    /// <summary>Periods, newest first.</summary>
    /// <param name="periods">The periods.</param>
    public static string Periods(ImmutableArray<ErrorBudget> periods)
    {
        var text = new StringBuilder(CsvText.Line(["period", "from", "to", "state", "targetPercent", "good", "bad", "total", "allowedBad", "budgetUsed", "budgetUsedWithAll", "heldSince", "unit", "problem"]));
        foreach (var one in periods)
        {
            text.Append(CsvText.Line(
            [
                one.Period?.Name, one.Period is { } period ? Times.Cell(period.From) : null, one.Period is { } its ? Times.Cell(its.To) : null, ApiWords.Of(one.State), Number(Math.Round(one.Objective.Target * 100, 9)),
                Number(one.Sli), Number(one.Counts?.Bad), Number(one.Counts?.Total), Number(one.Allowed), Used(one.Remaining), Used(one.LeftOut?.RemainingWithAll),
                one.HeldSince is { } since ? Times.Cell(since) : null, one.Objective.Unit, one.Problem,
            ]));
        }

        return text.ToString();
    }

    private static string? Number(double? value) => value?.ToString("0.#########", CultureInfo.InvariantCulture);

    // What is left may be below zero, and a cell that begins with a sign is a formula to a spreadsheet. What was used is not.
    private static string? Used(double? left) => left is { } rest ? Number(Math.Max(0, 1 - rest)) : null;
}
