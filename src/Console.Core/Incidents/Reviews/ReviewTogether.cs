namespace OpsConsole.Incidents;

/// <summary>
/// Puts two texts of one section into one, line by line: what both have stands once, what only one has stands where it stood. No line of either is lost; what is said twice
/// the person who reads it takes out.
/// </summary>
public static class ReviewTogether
{
    // The table of all pairs of lines: more than two people ever wrote apart.
    private const long MostPairs = 1_000_000;

    /// <summary>Both in one; where they differ, mine comes first.</summary>
    /// <param name="mine">What the person wrote.</param>
    /// <param name="theirs">What somebody else wrote meanwhile.</param>
    public static string Of(string mine, string theirs)
    {
        ArgumentNullException.ThrowIfNull(mine);
        ArgumentNullException.ThrowIfNull(theirs);
        var (some, others) = (Lines(mine), Lines(theirs));
        return string.Join('\n', (long)some.Length * others.Length > MostPairs ? [.. some, .. others] : Woven(some, others));
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.ReplaceLineEndings("\n").Split('\n');

    private static List<string> Woven(string[] mine, string[] theirs)
    {
        var common = Common(mine, theirs);
        var woven = new List<string>(mine.Length + theirs.Length);
        var (i, j) = (0, 0);
        while (i < mine.Length && j < theirs.Length)
        {
            if (mine[i] == theirs[j])
            {
                woven.Add(mine[i]);
                (i, j) = (i + 1, j + 1);
            }
            else
            {
                woven.Add(common[i + 1, j] >= common[i, j + 1] ? mine[i++] : theirs[j++]);
            }
        }

        woven.AddRange(mine[i..]);
        woven.AddRange(theirs[j..]);
        return woven;
    }

    /// <summary>How many lines the rests of both have in common, from each pair of lines on.</summary>
    private static int[,] Common(string[] mine, string[] theirs)
    {
        var common = new int[mine.Length + 1, theirs.Length + 1];
        for (var i = mine.Length - 1; i >= 0; i--)
        {
            for (var j = theirs.Length - 1; j >= 0; j--)
            {
                common[i, j] = mine[i] == theirs[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return common;
    }
}
