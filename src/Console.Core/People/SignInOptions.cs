using OpsConsole.Access;

namespace OpsConsole.People;

/// <summary>How people sign in: the section <c>SignIn</c> of the configuration.</summary>
public sealed class SignInOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "SignIn";

    /// <summary>The one way to sign in: <c>Local</c>, <c>Proxy</c> or <c>Oidc</c>.</summary>
    public SignInMethod Mode { get; set; } = SignInMethod.Local;

    /// <summary>How long a session may go without its person doing anything.</summary>
    public TimeSpan Idle { get; set; } = TimeSpan.FromHours(8);

    /// <summary>How long a session may last.</summary>
    public TimeSpan Longest { get; set; } = TimeSpan.FromHours(16);

    /// <summary>A text on the sign-in page, such as the demo users of the sandbox; only together with the sandbox's own notice.</summary>
    public string? DemoNotice { get; set; }

    /// <summary>What stops guessing of passwords.</summary>
    public LockoutOptions Lockout { get; set; } = new();

    /// <summary>Personal tokens.</summary>
    public TokenOptions Tokens { get; set; } = new();
}

/// <summary>When wrong passwords shut somebody out: the section <c>SignIn:Lockout</c>.</summary>
public sealed class LockoutOptions
{
    /// <summary>How many failures for one user.</summary>
    public int Failures { get; set; } = 5;

    /// <summary>How many failures from one address. More than for a user: a whole office may come from one address.</summary>
    public int FailuresFromAddress { get; set; } = 20;

    /// <summary>Within which time they count, which is also how long the door stays shut.</summary>
    public TimeSpan Within { get; set; } = TimeSpan.FromMinutes(15);
}

/// <summary>Personal tokens: the section <c>SignIn:Tokens</c>.</summary>
public sealed class TokenOptions
{
    /// <summary>A token whose owner was not confirmed for so long is refused, where groups are only learnt at sign-in.</summary>
    public TimeSpan OwnerSeenWithin { get; set; } = TimeSpan.FromDays(30);
}
