using OpsConsole.Access;

namespace OpsConsole.Remediation;

/// <summary>Parts of the guards' sentences.</summary>
internal static class Words
{
    private const int Most = 4;

    /// <summary>The first few of some names: <c>a, b and 3 more</c>.</summary>
    /// <param name="names">The names.</param>
    public static string Some(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count == 0 ? "none"
            : all.Count <= Most + 1 ? Phrases.List(all, "and")
            : $"{string.Join(", ", all.Take(Most))} and {all.Count - Most} more";
    }

    /// <summary>A number with its noun: <c>1 pod</c>, <c>3 pods</c>.</summary>
    /// <param name="number">The number.</param>
    /// <param name="one">The noun, which takes an s.</param>
    public static string Count(int number, string one) => number == 1 ? $"1 {one}" : $"{number} {one}s";
}
