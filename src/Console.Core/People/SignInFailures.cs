using System.Security.Cryptography;
using System.Text;
using OpsConsole.Storage;

namespace OpsConsole.People;

/// <summary>Who tried in vain, kept in the store so that guessing at one replica counts at all.</summary>
internal sealed class SignInFailures(Database database, LockoutOptions limits, TimeProvider clock)
{
    /// <summary>
    /// Notes an attempt before it is known how it ends: of many at the same time, no more are let through than of many in turn.
    /// </summary>
    /// <returns>The attempt, or until when the door is shut.</returns>
    public async Task<(string? Attempt, DateTimeOffset? ShutUntil)> TryAsync(string typed, string? address, CancellationToken cancellation)
    {
        var (id, who, from) = (Guid.NewGuid().ToString("N"), Who(typed), address ?? string.Empty);
        var now = clock.GetUtcNow();
        await database.WriteAsync(
            work => work.ExecuteAsync("INSERT INTO sign_in_failures (id, who, address, at) VALUES (@id, @who, @from, @at)", new { id, who, from, at = StoredTime.Of(now) }, cancellation),
            cancellation);
        return await database.WriteAsync<(string?, DateTimeOffset?)>(
            async work =>
            {
                var since = StoredTime.Of(now - limits.Within);
                var byUser = await work.QueryAsync<long>("SELECT at FROM sign_in_failures WHERE who = @who AND at > @since ORDER BY at", new { who, since }, cancellation);
                var byAddress = await work.QueryAsync<long>("SELECT at FROM sign_in_failures WHERE address = @from AND at > @since ORDER BY at", new { from, since }, cancellation);
                var shut = Until(byUser, limits.Failures) ?? Until(byAddress, limits.FailuresFromAddress);
                if (shut is null)
                {
                    return (id, null);
                }

                // An attempt at a shut door does not keep it shut for longer.
                await work.ExecuteAsync("DELETE FROM sign_in_failures WHERE id = @id", new { id }, cancellation);
                return (null, StoredTime.Read(shut.Value) + limits.Within);
            }, cancellation);
    }

    /// <summary>It ended well: what failed before is forgotten.</summary>
    public Task<int> ForgetAsync(string typed, CancellationToken cancellation) => database.WriteAsync(
        work => work.ExecuteAsync("DELETE FROM sign_in_failures WHERE who = @who", new { who = Who(typed) }, cancellation), cancellation);

    /// <summary>The failure whose age opens the door again; null while it is open. The attempt itself is among them.</summary>
    private static long? Until(IReadOnlyList<long> failures, int most) => failures.Count > most ? failures[failures.Count - 1 - most] : null;

    // Some people type their password where the name belongs.
    private static string Who(string typed) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(typed)));
}
