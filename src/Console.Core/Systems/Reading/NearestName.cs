namespace OpsConsole.Systems.Reading;

/// <summary>Which known name a person most likely meant.</summary>
internal static class NearestName
{
    /// <summary>The nearest name; null when none is near enough to be a slip.</summary>
    public static string? To(string written, IEnumerable<string> known)
    {
        if (written.Length > 60)
        {
            return null;
        }

        var (name, distance) = known.Select(name => (name, Distance(written, name))).DefaultIfEmpty((string.Empty, int.MaxValue)).MinBy(one => one.Item2);
        return distance <= Math.Max(1, Math.Min(written.Length, name.Length) / 3) ? name : null;
    }

    /// <summary>How many letters must be added, taken away, changed, or swapped with their neighbour.</summary>
    internal static int Distance(string one, string other)
    {
        var rows = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                rows[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1,
                    rows[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[one.Length, other.Length];
    }
}
