using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Silences;

namespace OpsConsole.Pages.Silences.Asking;

/// <summary>One matcher as it stands in the form.</summary>
/// <param name="id">Tells it from the others while the form is open.</param>
public sealed class MatcherRow(int id)
{
    /// <summary>Tells it from the others while the form is open.</summary>
    public int Id => id;

    /// <summary>The label's name as typed.</summary>
    public string Label { get; internal set; } = string.Empty;

    /// <summary>How it compares.</summary>
    public MatchKind Kind { get; internal set; }

    /// <summary>The value as typed.</summary>
    public string Value { get; internal set; } = string.Empty;

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Problem { get; internal set; }

    /// <summary>Whether nothing was typed yet.</summary>
    public bool IsEmpty => Label.Length == 0 && Value.Length == 0;

    /// <summary>As it is written.</summary>
    public override string ToString() => SilenceMatchers.Write(Label, Kind, Value);
}

/// <summary>The matchers of a silence in two forms that always say the same: a row each, and one text. Nothing that was typed is lost where it is wrong.</summary>
public sealed class MatcherDraft
{
    private int last;

    /// <summary>Begins with a text.</summary>
    /// <param name="text">The text; it may be empty or wrong.</param>
    public MatcherDraft(string text)
    {
        SetText(text);
        IsUntouched = string.IsNullOrWhiteSpace(text);
    }

    /// <summary>Whether nothing was written yet: that something is missing is no mistake then.</summary>
    public bool IsUntouched { get; private set; }

    /// <summary>The rows; one at least.</summary>
    public IReadOnlyList<MatcherRow> Rows { get; private set; } = [];

    /// <summary>The text.</summary>
    public string Text { get; private set; } = string.Empty;

    /// <summary>What is wrong, as a sentence; null when nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>What they mean; empty while something is wrong.</summary>
    public ImmutableArray<Matcher> Matchers { get; private set; } = [];

    /// <summary>Takes the text.</summary>
    /// <param name="text">As typed.</param>
    public void SetText(string text)
    {
        (Text, IsUntouched) = (text, false);
        var parts = SilenceMatchers.Parts(text).Take(SilenceMatchers.Most).ToList();

        // Rows that stay the same keep their place in the page, and whoever types in them their cursor.
        Rows = [.. parts.Select((part, at) => Read(part, at < Rows.Count ? Rows[at] : null))];
        if (Rows.Count == 0)
        {
            Rows = [new MatcherRow(++last)];
        }

        Judge();
    }

    /// <summary>Changes a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="label">The label's name; null: as it is.</param>
    /// <param name="kind">How it compares; null: as it does.</param>
    /// <param name="value">The value; null: as it is.</param>
    public void Set(MatcherRow row, string? label = null, MatchKind? kind = null, string? value = null)
    {
        ArgumentNullException.ThrowIfNull(row);
        (row.Label, row.Kind, row.Value) = (label ?? row.Label, kind ?? row.Kind, value ?? row.Value);
        IsUntouched = false;
        Write();
    }

    /// <summary>Adds an empty row.</summary>
    public void Add() => Rows = [.. Rows, new MatcherRow(++last)];

    /// <summary>Takes a row away.</summary>
    /// <param name="row">The row.</param>
    public void Remove(MatcherRow row)
    {
        Rows = [.. Rows.Where(other => other != row)];
        if (Rows.Count == 0)
        {
            Rows = [new MatcherRow(++last)];
        }

        Write();
    }

    private MatcherRow Read(string part, MatcherRow? before)
    {
        if (before is not null && before.ToString() == part)
        {
            return before;
        }

        var row = new MatcherRow(before?.Id ?? ++last);
        if (SilenceMatchers.Take(part) is var (label, kind, value))
        {
            (row.Label, row.Kind, row.Value) = (label, kind, value);
        }
        else
        {
            row.Label = part;
        }

        return row;
    }

    private void Write()
    {
        Text = string.Join(", ", Rows.Where(row => !row.IsEmpty));
        Judge();
    }

    // One of them is wrong, or all together.
    private static string Sentence(string what) => $"{(what.StartsWith("the ", StringComparison.Ordinal) ? "Of the matchers" : "The matchers")} {what}.";

    private void Judge()
    {
        foreach (var row in Rows)
        {
            var made = row.IsEmpty ? null : Matcher.Create(row.Label, row.Kind, row.Value);
            row.Problem = made is { IsOk: false } ? made.Problems[0].What : null;
        }

        if (string.IsNullOrWhiteSpace(Text))
        {
            (Matchers, Problem) = ([], "Name at least one label and its value: a silence without matchers would hold everything back.");
            return;
        }

        var read = SilenceMatchers.Read(Text);
        Matchers = read.IsOk ? read.Value : [];
        Problem = read.IsOk ? null : Sentence(read.Problems[0].What);
    }
}
