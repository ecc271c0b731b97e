using System.Collections.Immutable;
using OpsConsole.Incidents;

namespace OpsConsole.Pages.Incidents.Reviews;

/// <summary>A section while somebody writes it. What another wrote meanwhile stands beside it until the person says what becomes of the two: nothing is taken in under their hands.</summary>
internal sealed class SectionDraft
{
    private ReviewText from;

    /// <summary>Begins with a section as it reads now.</summary>
    /// <param name="now">The section.</param>
    /// <param name="text">What is written instead of it; null: what is there.</param>
    public SectionDraft(ReviewText now, string? text = null) => (from, Text) = (now, text ?? now.Text);

    /// <summary>What the person wrote.</summary>
    public string Text { get; set; }

    /// <summary>The version that it is written from, with all that was taken in.</summary>
    public int Seen => from.Version;

    /// <summary>What somebody else wrote meanwhile; null when nothing waits.</summary>
    public ReviewText? Theirs { get; private set; }

    /// <summary>What the person wrote and took back for somebody else's text: it can be copied until the form is closed.</summary>
    public string? Left { get; private set; }

    /// <summary>Whether something would be lost if it were dropped.</summary>
    public bool IsChanged => Text.ReplaceLineEndings("\n").Trim() != from.Text;

    /// <summary>Words that blame.</summary>
    public ImmutableArray<BlameHint> Hints => BlameWords.In(Text);

    /// <summary>The section reads otherwise now.</summary>
    /// <param name="now">The section.</param>
    public void Meet(ReviewText now)
    {
        if (now.Version > from.Version && now.Version > (Theirs?.Version ?? 0))
        {
            Theirs = now;
        }
    }

    /// <summary>Both texts in one.</summary>
    public void TakeBoth()
    {
        if (Theirs is { } theirs)
        {
            (Text, from, Theirs) = (ReviewTogether.Of(Text.ReplaceLineEndings("\n").Trim(), theirs.Text), theirs, null);
        }
    }

    /// <summary>Goes on with the own text; theirs stays among the earlier ones.</summary>
    public void TakeMine() => (from, Theirs) = (Theirs ?? from, null);

    /// <summary>Goes on with theirs.</summary>
    public void TakeTheirs()
    {
        if (Theirs is { } theirs)
        {
            (Left, Text, from, Theirs) = (IsChanged ? Text : Left, theirs.Text, theirs, null);
        }
    }
}
