using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OpsConsole.Access;
using OpsConsole.Storage;

namespace OpsConsole.People;

/// <summary>What the work with sessions stands on.</summary>
internal sealed class SessionSurroundings(
    SignInOptions options, IAccessRules rules, IEnumerable<IGroupCheck> checks, TimeProvider clock, ILogger<Sessions> log)
{
    private readonly ImmutableDictionary<SignInMethod, IGroupCheck> byMethod = checks.ToImmutableDictionary(check => check.Method);

    /// <summary>For how long what was read counts without asking again.</summary>
    public static TimeSpan Fresh { get; } = TimeSpan.FromSeconds(3);

    /// <summary>How finely activity and confirmations are stored.</summary>
    public static TimeSpan Minute { get; } = TimeSpan.FromMinutes(1);

    public SignInOptions Limits => options;

    public IAccessRules Rules => rules;

    public TimeProvider Clock => clock;

    public ILogger Log => log;

    public SessionMemory Memory { get; } = new();

    public StoreOutage Outage { get; } = new();

    public IGroupCheck? CheckOf(SignInMethod method) => byMethod.GetValueOrDefault(method);
}

/// <summary>A database that did not answer is left in peace for some seconds: a thousand open pages must not all wait for it in turn.</summary>
internal sealed class StoreOutage
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private (DateTimeOffset Until, string Words)? known;

    /// <summary>What is wrong, while it is not asked; null when it may be asked.</summary>
    public string? Words(DateTimeOffset now) => known is { } outage && now < outage.Until ? outage.Words : null;

    public string Began(StorageException e, DateTimeOffset now)
    {
        known = (now + Pause, e.Message);
        return e.Message;
    }
}
