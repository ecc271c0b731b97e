using System.Collections.Concurrent;
using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Storage;

namespace OpsConsole.Walls;

/// <summary>Makes wallboards, changes them and takes them away; gives out their tokens and checks them.</summary>
public sealed class WallDesk
{
    private static readonly TimeSpan TrustedFor = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly ImmutableSortedDictionary<string, string> Nothing = ImmutableSortedDictionary<string, string>.Empty;
    private readonly WallStore store;
    private readonly IAccessRules rules;
    private readonly IAuditLog audit;
    private readonly TimeProvider clock;
    private readonly OncePerMinute refusals;

    // Only tokens that were right come in, of which there is one a wall; those of before are taken out when they come again.
    private readonly ConcurrentDictionary<(string Name, string Hash), (Wall Wall, DateTimeOffset At)> opened = new();

    internal WallDesk(WallStore store, IAccessRules rules, IAuditLog audit, TimeProvider clock) =>
        (this.store, this.rules, this.audit, this.clock, refusals) = (store, rules, audit, clock, new OncePerMinute(clock));

    /// <summary>All walls, by name.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public Task<ImmutableArray<Wall>> ListAsync(CancellationToken cancellation) => store.ListAsync(cancellation);

    /// <summary>A wall by its name; null when there is none.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public async Task<Wall?> FindAsync(string name, CancellationToken cancellation) =>
        WallWish.IsName(name) ? (await store.FindAsync(name, cancellation).ConfigureAwait(false))?.Wall : null;

    /// <summary>Makes a wall, or changes the one of that name.</summary>
    /// <param name="by">Who.</param>
    /// <param name="wish">What it should be.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Result<Wall>> PutAsync(Person by, WallWish wish, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(wish);
        if (wish.Problems() is { IsEmpty: false } wrong)
        {
            return wrong;
        }

        return await DoneAsync(by, "wall-change", wish.Name, Parameters(wish), async () =>
        {
            var wall = new Wall(wish with { Title = wish.Title.Trim() }, by.Name, StoredTime.Cut(clock.GetUtcNow()));
            return await store.PutAsync(wall, cancellation).ConfigureAwait(false) ? wall : (Result<Wall>)new Problem(string.Empty, $"There are {WallStore.Most} walls: take one away first.");
        }, cancellation).ConfigureAwait(false);
    }

    /// <summary>Takes a wall away; its token opens nothing any more.</summary>
    /// <param name="by">Who.</param>
    /// <param name="name">The wall.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The name, or why not.</returns>
    public Task<Result<string>> RemoveAsync(Person by, string name, CancellationToken cancellation) => DoneAsync(by, "wall-remove", name, Nothing,
        async () => await store.RemoveAsync(name, cancellation).ConfigureAwait(false) ? name : (Result<string>)new Problem(string.Empty, "There is no such wall."), cancellation);

    /// <summary>Gives a wall a new token; the one before is worth nothing from then on.</summary>
    /// <param name="by">Who.</param>
    /// <param name="name">The wall.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<NewWallToken>> NewTokenAsync(Person by, string name, CancellationToken cancellation) => DoneAsync(by, "wall-token", name, Nothing,
        async () =>
        {
            var text = WallToken.Make();
            return await store.TokenAsync(name, WallToken.Hash(text), clock.GetUtcNow(), cancellation).ConfigureAwait(false)
                && (await store.FindAsync(name, cancellation).ConfigureAwait(false))?.Wall is { } wall
                    ? new NewWallToken(wall, text)
                    : (Result<NewWallToken>)new Problem(string.Empty, "There is no such wall.");
        },
        cancellation);

    /// <summary>Makes a wall's token worthless.</summary>
    /// <param name="by">Who.</param>
    /// <param name="name">The wall.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The name, or why not.</returns>
    public Task<Result<string>> RevokeAsync(Person by, string name, CancellationToken cancellation) => DoneAsync(by, "wall-token-revoke", name, Nothing,
        async () => await store.TokenAsync(name, null, clock.GetUtcNow(), cancellation).ConfigureAwait(false) ? name : (Result<string>)new Problem(string.Empty, "It has no token."), cancellation);

    /// <summary>The wall that a token opens.</summary>
    /// <param name="name">The wall that is asked for.</param>
    /// <param name="token">What was sent.</param>
    /// <param name="address">From where.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The wall; null when the token does not open it.</returns>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public async Task<Wall?> OpenAsync(string name, string token, string? address, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (!WallWish.IsName(name) || !WallToken.IsOne(token))
        {
            await RefusedAsync(name, address, cancellation).ConfigureAwait(false);
            return null;
        }

        var (now, key) = (clock.GetUtcNow(), (name, WallToken.Hash(token)));
        try
        {
            if (await store.FindAsync(name, cancellation).ConfigureAwait(false) is not var (wall, hash) || hash is null || !WallToken.Fits(token, hash))
            {
                opened.TryRemove(key, out _);
                await RefusedAsync(name, address, cancellation).ConfigureAwait(false);
                return null;
            }

            if (wall.UsedAt is null || now - wall.UsedAt >= Minute)
            {
                await store.UsedAsync(name, now, cancellation).ConfigureAwait(false);
            }

            opened[key] = (wall, now);
            return wall;
        }
        catch (StorageException) when (opened.TryGetValue(key, out var last) && now - last.At < TrustedFor)
        {
            // A wall is most wanted while something is broken, and that may be the database.
            return last.Wall;
        }
    }

    private async Task RefusedAsync(string name, string? address, CancellationToken cancellation)
    {
        if (refusals.IsFirst("wall", $"{address}"))
        {
            await audit.AppendAsync(
                new AuditEvent
                {
                    Actor = new Person("unknown", "somebody", [], SignInMethod.Token) { Address = address },
                    Action = "wall-token-use",
                    Stage = AuditStage.Denied,
                    Target = WallWish.IsName(name) ? name : null,
                    Reason = "the token is not known, or was revoked",
                },
                cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Asks whether they may, records that it begins, does it, and records what became of it.</summary>
    private async Task<Result<T>> DoneAsync<T>(
        Person by, string action, string target, ImmutableSortedDictionary<string, string> parameters, Func<Task<Result<T>>> act, CancellationToken cancellation)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(by);
        var happened = new AuditEvent { Actor = by, Action = action, Stage = AuditStage.Started, Target = target, Parameters = parameters };
        if (rules.Decide(by, Actions.KeepWalls, null) is { IsAllowed: false } refused)
        {
            await audit.AppendAsync(happened with { Stage = AuditStage.Denied, Reason = refused.Reason }, cancellation).ConfigureAwait(false);
            return new Problem(string.Empty, $"You may not: {refused.Reason}.");
        }

        var begun = await audit.AppendAsync(happened, cancellation).ConfigureAwait(false);
        if (!begun.IsOk)
        {
            return new Problem(string.Empty, $"Nothing was changed, because it can't be recorded: {begun.Explanation}");
        }

        Result<T> done;
        try
        {
            done = await act().ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            done = new Problem(string.Empty, e.Message);
        }

        await audit.AppendAsync(
            happened with { Stage = done.IsOk ? AuditStage.Succeeded : AuditStage.Failed, Reason = done.IsOk ? null : done.Explanation, Correlation = begun.Value.Correlation },
            CancellationToken.None).ConfigureAwait(false);
        return done;
    }

    private static ImmutableSortedDictionary<string, string> Parameters(WallWish wish) => ImmutableSortedDictionary<string, string>.Empty
        .Add("title", wish.Title).Add("filter", wish.Filter).Add("zone", wish.Zone).Add("otherZone", wish.OtherZone);
}
