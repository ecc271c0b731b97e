using Microsoft.Extensions.Options;
using OpsConsole.Access;
using OpsConsole.People;

namespace OpsConsole.SignIn.Proxy;

/// <summary>The proxy can't be asked. It confirms by what it lets through; a session that it lets nothing through for is over.</summary>
/// <param name="options">The settings.</param>
/// <param name="clock">The time.</param>
internal sealed class ProxyGroupCheck(IOptions<ProxyOptions> options, TimeProvider clock) : IGroupCheck
{
    /// <inheritdoc/>
    public SignInMethod Method => SignInMethod.Proxy;

    /// <inheritdoc/>
    public TimeSpan Every => TimeSpan.Zero;

    /// <inheritdoc/>
    public Task<GroupCheck> CheckAsync(Session session, CancellationToken cancellation) => Task.FromResult<GroupCheck>(
        clock.GetUtcNow() - session.ConfirmedAt < options.Value.ConfirmedWithin
            ? new GroupCheck.Still(session.Person.Groups)
            : new GroupCheck.Gone("The proxy no longer says who you are."));
}
