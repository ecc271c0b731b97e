using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Storage;

namespace OpsConsole.People;

/// <summary>Checks a name and a password against the users file.</summary>
public sealed class LocalSignIn : IDisposable
{
    // A check takes a core for a tenth of a second; pages must go on being served.
    private readonly SemaphoreSlim turn = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly UserDirectory users;
    private readonly UserPasswords passwords;
    private readonly SignInFailures failures;
    private readonly SignInRecord record;
    private readonly TimeProvider clock;
    private readonly OncePerMinute shut;

    internal LocalSignIn(UserDirectory users, UserPasswords passwords, SignInFailures failures, SignInRecord record, TimeProvider clock) =>
        (this.users, this.passwords, this.failures, this.record, this.clock, shut) = (users, passwords, failures, record, clock, new OncePerMinute(clock));

    /// <summary>Checks. What is wrong is told so that nobody learns whether the user exists.</summary>
    /// <param name="name">The name as typed.</param>
    /// <param name="password">The password.</param>
    /// <param name="address">From where.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Who it is; or a problem whose place is <c>password</c>, <c>locked</c>, <c>disabled</c> or <c>database</c>.</returns>
    public async Task<Result<Person>> CheckAsync(string name, string password, string? address, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(password);
        var typed = name.Trim().ToLowerInvariant();
        var user = users.Find(typed);
        try
        {
            var (attempt, shutUntil) = await failures.TryAsync(typed, address, cancellation);
            if (attempt is null)
            {
                var wait = Math.Max(1, Math.Ceiling((shutUntil!.Value - clock.GetUtcNow()).TotalMinutes));
                if (shut.IsFirst("shut", $"{typed} {address}"))
                {
                    await DeniedAsync("too many failures");
                }

                return new Problem("locked", $"Too many attempts failed. Try again in {wait} min.");
            }

            if (!await FitsAsync(user, password, cancellation))
            {
                await DeniedAsync(user is null ? "no such user" : "wrong password");
                return new Problem("password", "Name or password is wrong.");
            }

            if (user!.IsDisabled)
            {
                await DeniedAsync("the user is disabled");
                return new Problem("disabled", "This user is disabled. Ask whoever keeps the users.");
            }

            await failures.ForgetAsync(typed, cancellation);
            return user.AsPerson() with { Address = address };
        }
        catch (StorageException e)
        {
            return new Problem("database", $"Nobody can sign in now. {e.Message}");
        }

        Task DeniedAsync(string why) => record.DeniedAsync(SignInRecord.Stranger(typed, user is not null, SignInMethod.Local, address), why, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<bool> FitsAsync(User? user, string password, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => passwords.Fits(user, password), cancellation);
        }
        finally
        {
            turn.Release();
        }
    }
}
