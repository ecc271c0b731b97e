using System.Collections.Immutable;
using System.Text.RegularExpressions;
using OpsConsole.Access;

namespace OpsConsole.People;

/// <summary>A user of the console's own users file.</summary>
/// <param name="Name">What they sign in with; also their subject, so it is never given to somebody else.</param>
/// <param name="DisplayName">The name to show.</param>
/// <param name="Groups">Their groups.</param>
/// <param name="Password">The hash of the password.</param>
public sealed partial record User(string Name, string DisplayName, ImmutableArray<string> Groups, string Password)
{
    /// <summary>When the password was set: sessions from before that end. Null when nobody wrote it down.</summary>
    public DateTimeOffset? PasswordSet { get; init; }

    /// <summary>Whether they are kept out.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>What is wrong with a name to sign in with; null when nothing is.</summary>
    /// <param name="name">The name.</param>
    public static string? WrongName(string name) => GoodName().IsMatch(name) ? null
        : "is no name for a user: 1 to 32 lower case letters, digits, '.', '-', '_' and '@', beginning with a letter or digit";

    /// <summary>What is wrong with the name of a group; null when nothing is.</summary>
    /// <param name="name">The name.</param>
    public static string? WrongGroup(string name) => name.Length is > 0 and <= 100 && !name.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || letter == ',') ? null
        : "is no name for a group: 1 to 100 characters without spaces and commas";

    /// <summary>What is wrong with a name to show; null when nothing is.</summary>
    /// <param name="name">The name.</param>
    public static string? WrongDisplayName(string name) => name.Length is > 0 and <= 100 && !name.Any(char.IsControl) ? null
        : "is no name to show: 1 to 100 characters on one line";

    internal Person AsPerson() => new(Name, DisplayName, Groups, SignInMethod.Local);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._@-]{0,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex GoodName();
}
