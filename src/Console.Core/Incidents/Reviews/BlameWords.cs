using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace OpsConsole.Incidents;

/// <summary>A word that blames, where a review asks how it could come to that.</summary>
/// <param name="Start">Where it begins in the text, from 0.</param>
/// <param name="Length">How many characters it has.</param>
/// <param name="Word">The word as it stands there.</param>
/// <param name="Suggestion">What to write instead, in a sentence.</param>
public sealed record BlameHint(int Start, int Length, string Word, string Suggestion);

/// <summary>Finds words that blame. It is a hint and no judge: nothing is refused for a word.</summary>
public static partial class BlameWords
{
    private static readonly ImmutableArray<(string Suggestion, ImmutableArray<string> Words)> Known =
    [
        ("say what the system allowed or hid, not who did it",
        [
            "human error", "operator error", "user error", "fault", "to blame", "blame", "blamed", "guilty", "culprit", "mistake", "careless", "carelessness",
            "negligent", "negligence", "reckless", "incompetent", "lazy", "stupid", "sloppy",
        ]),
        ("it was not so plain then: say what was known at that time",
        [
            "should have", "should've", "could have", "could've", "ought to have", "obviously", "clearly", "of course", "just had to", "simply", "common sense",
        ]),
        ("say what would have made it easy to do, or would have caught it",
        [
            "forgot", "forgotten to", "failed to", "neglected to", "didn't bother", "ignored", "overlooked",
        ]),
        ("name several contributing causes: seldom is it one", ["root cause"]),
    ];

    private static readonly ImmutableDictionary<string, string> Suggestions =
        Known.SelectMany(kind => kind.Words, (kind, word) => (word, kind.Suggestion)).ToImmutableDictionary(one => one.word, one => one.Suggestion, StringComparer.OrdinalIgnoreCase);

    // The longer ones first: "to blame" is one hint, not two. Two words may stand on two lines, and an apostrophe be a curled one.
    private static readonly Regex Any = new(
        @$"(?<![\w'’-])(?:{string.Join('|', Suggestions.Keys.OrderByDescending(word => word.Length).Select(Pattern))})(?![\w-])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The words that blame, in the order of the text. None lies within another.</summary>
    /// <param name="text">The text.</param>
    public static ImmutableArray<BlameHint> In(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. Any.Matches(text).Select(found => new BlameHint(found.Index, found.Length, found.Value, Suggestions[Spaces().Replace(found.Value, " ").Replace('’', '\'')]))];
    }

    private static string Pattern(string word) => word.Replace(" ", @"\s+", StringComparison.Ordinal).Replace("'", "['’]", StringComparison.Ordinal);

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
