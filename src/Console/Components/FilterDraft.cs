using OpsConsole.Alerts;

namespace OpsConsole.Components;

/// <summary>The filter of a page: what its address says, what is being typed to it, and what of both is in force now.</summary>
/// <param name="changed">Called when what is in force may have changed.</param>
public sealed class FilterDraft(Action changed)
{
    private string text = string.Empty;

    /// <summary>The filter of the address.</summary>
    public AlertFilter Filter { get; private set; } = AlertFilter.All;

    /// <summary>The same with what is typed; while that makes no sense yet, what was shown stays.</summary>
    public AlertFilter Effective { get; private set; } = AlertFilter.All;

    /// <summary>What is wrong with what is typed; null for nothing.</summary>
    public string? Problem { get; private set; }

    /// <summary>What is typed.</summary>
    public string Text
    {
        get => text;
        set
        {
            text = value;
            Judge();
        }
    }

    /// <summary>Whether what is typed can go into the address.</summary>
    public bool CanCommit => Problem is null && !string.IsNullOrWhiteSpace(text);

    /// <summary>Reads the address.</summary>
    /// <param name="query">Its filter; null for none.</param>
    public void Read(string? query)
    {
        var read = AlertFilter.Parse(query ?? string.Empty);
        Filter = read.IsOk ? read.Value : AlertFilter.All;
        if (!read.IsOk)
        {
            // A link that was cut or written by hand: it goes back to the box, so that it can be mended.
            text = query!;
        }

        Judge();
    }

    /// <summary>Empties the box, for its text to go into the address.</summary>
    /// <returns>The filter for the address.</returns>
    public AlertFilter Commit()
    {
        var next = Effective;
        text = string.Empty;
        return next;
    }

    private void Judge()
    {
        var read = string.IsNullOrWhiteSpace(text) ? Filter : Filter.And(text);
        Problem = read.IsOk ? null : read.Explanation;
        Effective = read.IsOk ? read.Value : Filter;
        changed();
    }
}
