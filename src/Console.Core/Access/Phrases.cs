namespace OpsConsole.Access;

/// <summary>Parts of sentences.</summary>
internal static class Phrases
{
    /// <summary>A list in words: <c>a, b or c</c>.</summary>
    public static string List(IEnumerable<string> words, string last)
    {
        var all = words.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all.Take(all.Count - 1))} {last} {all[^1]}";
    }
}
