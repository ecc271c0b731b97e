using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Remediation;

namespace OpsConsole.Silences;

/// <summary>Finds the matchers of a silence that fits exactly the alerts that a person chose: not one more.</summary>
public static class SelectionMatchers
{
    // More no address carries.
    private const int MostLetters = 1_500;
    private const string Field = "selection";

    /// <summary>The matchers, as a silence's form reads them.</summary>
    /// <param name="chosen">The alerts that were chosen.</param>
    /// <param name="all">All alerts of now.</param>
    /// <returns>The matchers with commas between; or why there are none.</returns>
    public static Result<string> Write(IReadOnlyCollection<Alert> chosen, ImmutableArray<Alert> all) =>
        For(chosen, all).Match(matchers => MatcherList.Write(matchers) is { Length: <= MostLetters } text
            ? (Result<string>)text
            : new Problem(Field, "they would take a longer list of matchers than an address carries: choose fewer"), problems => problems);

    /// <summary>The matchers.</summary>
    /// <param name="chosen">The alerts that were chosen.</param>
    /// <param name="all">All alerts of now.</param>
    /// <returns>
    /// Labels that all of them share, and where that fits others as well, one label with their values as alternatives; or why no such list fits them exactly.
    /// </returns>
    public static Result<ImmutableArray<Matcher>> For(IReadOnlyCollection<Alert> chosen, ImmutableArray<Alert> all)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        if (chosen.Count == 0)
        {
            return new Problem(Field, "no alert is selected");
        }

        var first = chosen.First();
        var shared = first.Labels.Where(label => label.Value.Length > 0 && chosen.All(alert => alert.Labels[label.Key] == label.Value))
            .Select(label => Matcher.Create(label.Key, MatchKind.Equal, label.Value)).Where(made => made.IsOk).Select(made => made.Value).ToImmutableArray();
        var others = all.Where(alert => shared.All(matcher => matcher.Matches(alert.Labels))).ToList();
        if (!shared.IsEmpty && others.Count == chosen.Count)
        {
            return shared;
        }

        var tried = Differing(chosen).Select(label => Try(label, chosen, others)).OfType<Attempt>().OrderBy(attempt => attempt.Fits).ThenBy(attempt => attempt.Values.Count).ToList();
        return tried is [var best, ..] && best.Fits == chosen.Count ? shared.Add(best.Matcher)
            : new Problem(Field, Why(shared.IsEmpty, tried.FirstOrDefault()?.Fits ?? others.Count, chosen.Count));
    }

    // Those that every one of them carries: an alternative that is empty would fit all that lack the label.
    private static IEnumerable<string> Differing(IReadOnlyCollection<Alert> chosen) => chosen.First().Labels.Select(label => label.Key)
        .Where(label => chosen.All(alert => alert.Labels[label].Length > 0) && chosen.Any(alert => alert.Labels[label] != chosen.First().Labels[label]));

    private static Attempt? Try(string label, IReadOnlyCollection<Alert> chosen, List<Alert> others)
    {
        var values = chosen.Select(alert => alert.Labels[label]).ToHashSet(StringComparer.Ordinal);
        var made = Matcher.Create(label, MatchKind.Regex, string.Join('|', values.Order(StringComparer.Ordinal).Select(RegexText.Literally)));
        return made.IsOk ? new Attempt(made.Value, values, others.Count(alert => values.Contains(alert.Labels[label]))) : null;
    }

    private static string Why(bool shareNothing, int fits, int chosen) => shareNothing && fits == chosen
        ? "they have no label in common: silence them one by one, or by system"
        : $"no list of matchers fits exactly these: the narrowest would hold back {fits - chosen} more. Choose alerts that differ in one label, or silence them one by one";

    private sealed record Attempt(Matcher Matcher, IReadOnlySet<string> Values, int Fits);
}
