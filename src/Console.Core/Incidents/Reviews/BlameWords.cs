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
    private const string People = "say what the system allowed or hid, not who did it";
    private const string Hindsight = "it was not so plain then: say what was known at that time";
    private const string Missing = "say what would have made it easy to do, or would have caught it";

    private static readonly ImmutableArray<(string Word, string Suggestion)> Known =
    [
        ("human error", People), ("operator error", People), ("user error", People), ("fault", People), ("blame", People), ("blamed", People), ("guilty", People), ("culprit", People), ("to blame", People),
        ("mistake", People), ("careless", People), ("carelessness", People), ("negligent", People), ("negligence", People), ("reckless", People), ("incompetent", People), ("lazy", People), ("stupid", People), ("sloppy", People),
        ("should have", Hindsight), ("should've", Hindsight), ("could have", Hindsight), ("ought to have", Hindsight), ("obviously", Hindsight), ("clearly", Hindsight), ("of course", Hindsight),
        ("just had to", Hindsight), ("simply", Hindsight), ("common sense", Hindsight),
        ("forgot", Missing), ("forgotten to", Missing), ("failed to", Missing), ("neglected to", Missing), ("didn't bother", Missing), ("ignored", Missing), ("overlooked", Missing), ("root cause", "name several contributing causes: seldom is it one"),
    ];

    /// <summary>The words that blame, in the order of the text. None lies within another.</summary>
    /// <param name="text">The text.</param>
    public static ImmutableArray<BlameHint> In(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. Words().Matches(text).Select(found => new BlameHint(found.Index, found.Length, found.Value, SuggestionFor(found.Value)))];
    }

    private static string SuggestionFor(string found)
    {
        var word = Spaces().Replace(found, " ").Replace('’', '\'');
        return Known.First(one => one.Word.Equals(word, StringComparison.OrdinalIgnoreCase)).Suggestion;
    }

    // The longer ones first: "to blame" is one hint, not two.
    [GeneratedRegex(
        @"(?<![\w'’-])(?:ought\s+to\s+have|forgotten\s+to|neglected\s+to|didn['’]t\s+bother|operator\s+error|carelessness|common\s+sense|just\s+had\s+to|should['’]ve|should\s+have|could\s+have|human\s+error|incompetent|root\s+cause|overlooked|negligence|failed\s+to|user\s+error|obviously|negligent|of\s+course|to\s+blame|careless|reckless|culprit|ignored|mistake|clearly|blamed|guilty|sloppy|stupid|simply|forgot|fault|blame|lazy)(?![\w-])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Words();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
