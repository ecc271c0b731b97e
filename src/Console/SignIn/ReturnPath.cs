namespace OpsConsole.SignIn;

/// <summary>Where a person goes back to after signing in: a page of this console, and nothing else.</summary>
internal static class ReturnPath
{
    private const int Longest = 2000;
    private static readonly string[] Own = ["/sign-in", "/sign-out", "/signed-out", "/session", "/error", "/not-found"];

    /// <summary>The path if it is one of ours; the first page otherwise.</summary>
    /// <param name="asked">What was asked for.</param>
    public static string Of(string? asked) => asked is { Length: > 0 and <= Longest } && IsLocal(asked)
        && !Own.Any(path => asked.Equals(path, StringComparison.OrdinalIgnoreCase) || asked.StartsWith($"{path}/", StringComparison.OrdinalIgnoreCase)
            || asked.StartsWith($"{path}?", StringComparison.OrdinalIgnoreCase)) ? asked : "/";

    // "//host" and "/\host" are other sites to a browser, and it drops tabs and line ends before it looks.
    private static bool IsLocal(string path) => path[0] == '/' && (path.Length == 1 || path[1] is not ('/' or '\\')) && path.All(letter => letter is > ' ' and not '\\' and not '\x7f');
}
