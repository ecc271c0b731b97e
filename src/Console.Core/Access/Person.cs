using System.Collections.Immutable;

namespace OpsConsole.Access;

/// <summary>How somebody proved who they are.</summary>
public enum SignInMethod
{
    /// <summary>An OpenID provider.</summary>
    Oidc,

    /// <summary>A proxy in front of the console.</summary>
    Proxy,

    /// <summary>A password in the console's own users file.</summary>
    Local,

    /// <summary>A personal token.</summary>
    Token,

    /// <summary>The command line on the console's own machine.</summary>
    CommandLine,

    /// <summary>The console itself.</summary>
    Console,
}

/// <summary>Who acts: as the console knows them now, their groups as last confirmed.</summary>
/// <param name="Subject">Who it is, the same for ever: what grants, approvals and the audit go by.</param>
/// <param name="Name">The name to show.</param>
/// <param name="Groups">The groups.</param>
/// <param name="Method">How they signed in.</param>
public sealed record Person(string Subject, string Name, ImmutableArray<string> Groups, SignInMethod Method)
{
    /// <summary>Where the request came from; null when unknown.</summary>
    public string? Address { get; init; }

    /// <summary>A personal token narrows what its owner may do to these roles; null: no token, nothing is narrowed.</summary>
    public ImmutableArray<Role>? TokenRoles { get; init; }

    /// <summary>The token's id, when one is used.</summary>
    public string? TokenId { get; init; }

    /// <summary>The console itself: for what it does on its own.</summary>
    public static Person Console { get; } = new("console", "console", [], SignInMethod.Console);

    /// <summary>The person at the command line of the console's own machine.</summary>
    /// <param name="user">The operating system's user.</param>
    public static Person AtCommandLine(string user) => new($"cli:{user}", $"{user} (command line)", [], SignInMethod.CommandLine);
}
