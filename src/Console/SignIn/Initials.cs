namespace OpsConsole.SignIn;

/// <summary>Two letters for a person.</summary>
internal static class Initials
{
    /// <summary>The first letters of the first and the last word of a name.</summary>
    /// <param name="name">The name.</param>
    public static string Of(string name)
    {
        var words = name.Split([' ', '.', '-', '_', '@'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words switch
        {
            [] => "?",
            [var one] => First(one),
            [var first, .., var last] => First(first) + First(last),
        };
    }

    // A letter may be two units long.
    private static string First(string word) => word.EnumerateRunes().First().ToString().ToUpperInvariant();
}
