using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Storage;

namespace OpsConsole.People;

/// <summary>Makes personal tokens, checks and revokes them.</summary>
public sealed class Tokens
{
    /// <summary>The most days that a token may live.</summary>
    public const int MostDays = 365;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly TokenStore store;
    private readonly TokenOwners owners;
    private readonly SignInRecord record;
    private readonly AccessBook access;
    private readonly TimeProvider clock;
    private readonly OncePerMinute refusals;

    internal Tokens(TokenStore store, TokenOwners owners, SignInRecord record, AccessBook access, TimeProvider clock) =>
        (this.store, this.owners, this.record, this.access, this.clock, refusals) = (store, owners, record, access, clock, new OncePerMinute(clock));

    /// <summary>The roles that some grant gives a person.</summary>
    /// <param name="person">The person.</param>
    public ImmutableArray<Role> RolesOf(Person person) => [.. access.Rules.Grants.Where(grant => grant.IsFor(person)).Select(grant => grant.Role).Distinct().Order()];

    /// <summary>What a token of theirs can be narrowed to: their roles, and viewer, since every role may what a viewer may.</summary>
    /// <param name="person">The person.</param>
    public ImmutableArray<Role> RolesFor(Person person) => RolesOf(person) is { IsEmpty: false } roles ? [.. roles.Append(Role.Viewer).Distinct().Order()] : [];

    /// <summary>Makes a token for a person who is signed in; without the record there is none.</summary>
    /// <param name="owner">Whose it will be.</param>
    /// <param name="name">What they call it.</param>
    /// <param name="roles">What it is narrowed to.</param>
    /// <param name="days">How many days it lives.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The token with its text, or what is wrong, field by field.</returns>
    public async Task<Result<NewToken>> MakeAsync(Person owner, string name, ImmutableArray<Role> roles, int days, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(owner);
        var may = access.Decide(owner, Actions.OwnTokens);
        var problems = Problem.All(
            Problem.When(owner.TokenRoles is not null, string.Empty, "A token can't make tokens: sign in."),
            Problem.When(!may.IsAllowed, string.Empty, $"You may not: {may.Reason}."),
            Problem.When(string.IsNullOrWhiteSpace(name) || name.Length > 60 || name.Any(char.IsControl), "name", "Give it a name of 1 to 60 characters, to know it again by."),
            Problem.When(roles.IsDefaultOrEmpty || roles.Except(RolesFor(owner)).Any(), "roles", "Choose at least one role, of those that you have, or viewer."),
            Problem.When(days is < 1 or > MostDays, "days", $"Let it live for 1 to {MostDays} days."));
        if (!problems.IsEmpty)
        {
            return problems;
        }

        var text = TokenText.Make();
        var now = StoredTime.Cut(clock.GetUtcNow());
        var token = new PersonalToken(text.Id, owner.Subject, name.Trim(), [.. roles.Distinct().Order()]) { MadeAt = now, ExpiresAt = now.AddDays(days) };
        try
        {
            await store.AddAsync(token, text.Hash, cancellation);
            var receipt = await record.TokenMadeAsync(owner, token.Id, cancellation,
                ("name", token.Name), ("roles", string.Join(", ", token.Roles.Select(role => role.Word()))), ("expires", token.ExpiresAt.ToString("yyyy-MM-ddTHH:mm:ssZ", null)));
            if (receipt.IsOk)
            {
                return new NewToken(text.ToString(), token);
            }

            await store.RemoveAsync(token.Id, cancellation);
            return new Problem(string.Empty, $"No token was made, because it can't be recorded: {receipt.Explanation}");
        }
        catch (StorageException e)
        {
            return new Problem(string.Empty, $"No token was made. {e.Message}");
        }
    }

    /// <summary>Says who comes with a token, with what their groups are now, narrowed to its roles.</summary>
    /// <param name="text">What was sent.</param>
    /// <param name="address">From where.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The person; or a problem whose place is <c>token</c>, or <c>database</c> when it can't be told.</returns>
    public async Task<Result<Person>> CheckAsync(string text, string? address, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            if (TokenText.Read(text) is not { } sent || await store.FindAsync(sent.Id, cancellation) is not var (token, hash) || !sent.Fits(hash))
            {
                return await RefusedAsync("is not known", null, null, address, cancellation);
            }

            var now = clock.GetUtcNow();
            var owner = await StandingAsync(token, now, cancellation);
            if (!owner.IsOk)
            {
                return await RefusedAsync(owner.Problems[0].What, token.Id, token.Subject, address, cancellation);
            }

            var person = owner.Value with { Method = SignInMethod.Token, Address = address, TokenId = token.Id, TokenRoles = token.Roles };
            if ((token.UsedAt is null || now - token.UsedAt >= Minute) && await store.UsedAsync(token.Id, now, cancellation))
            {
                await record.TokenAsync(person, "token-use", AuditStage.Succeeded, token.Id, null, cancellation, ("name", token.Name));
            }

            return person;
        }
        catch (StorageException e)
        {
            return new Problem("database", $"Tokens can't be checked now. {e.Message}");
        }
    }

    /// <summary>Whether a token that was let in before still is: for connections that stay open.</summary>
    /// <param name="id">The token's id.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The person, without an address, or why not.</returns>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public async Task<Result<Person>> StillAsync(string id, CancellationToken cancellation)
    {
        if (await store.FindAsync(id, cancellation) is not var (token, _))
        {
            return new Problem("token", "is not known");
        }

        var owner = await StandingAsync(token, clock.GetUtcNow(), cancellation);
        return owner.IsOk ? owner.Value with { Method = SignInMethod.Token, TokenId = token.Id, TokenRoles = token.Roles } : owner;
    }

    /// <summary>The tokens that can be used, newest first.</summary>
    /// <param name="subject">Of this person; null: of everybody.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public Task<ImmutableArray<PersonalToken>> ListAsync(string? subject, CancellationToken cancellation) => store.ListAsync(subject, clock.GetUtcNow(), cancellation);

    /// <summary>Revokes a token: its owner's own, or as an admin.</summary>
    /// <param name="id">The token's id.</param>
    /// <param name="by">Who revokes it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>False when there is none, it was revoked before, or it is not theirs to revoke.</returns>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public async Task<bool> RevokeAsync(string id, Person by, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (by.TokenRoles is not null || await store.FindAsync(id, cancellation) is not var (token, _))
        {
            return false;
        }

        if (token.Subject != by.Subject && access.Decide(by, Actions.ManageSessions) is { IsAllowed: false } refused)
        {
            await record.TokenAsync(by, "token-revoke", AuditStage.Denied, id, refused.Reason, cancellation, ("owner", token.Subject));
            return false;
        }

        var revoked = await store.RevokeAsync(id, by.Subject, clock.GetUtcNow(), cancellation);
        if (revoked)
        {
            await record.TokenAsync(by, "token-revoke", AuditStage.Succeeded, id, null, cancellation, ("name", token.Name), ("owner", token.Subject));
        }

        return revoked;
    }

    private async Task<Result<Person>> StandingAsync(PersonalToken token, DateTimeOffset now, CancellationToken cancellation) =>
        token.WrongAt(now) is { } wrong ? new Problem("token", wrong) : await owners.FindAsync(token.Subject, now, cancellation);

    private async Task<Problem> RefusedAsync(string why, string? id, string? owner, string? address, CancellationToken cancellation)
    {
        if (!refusals.IsFirst(why, $"{id} {address}"))
        {
            return new Problem("token", $"This token {why}.");
        }

        var who = new Person(owner ?? "unknown", owner ?? "somebody", [], SignInMethod.Token) { Address = address, TokenId = id };
        await record.TokenAsync(who, "token-use", AuditStage.Denied, id, $"the token {why}", cancellation);
        return new Problem("token", $"This token {why}.");
    }
}

/// <summary>Who the owner of a token is now.</summary>
internal sealed class TokenOwners(TokenStore store, UserDirectory? users, SignInOptions options)
{
    public async Task<Result<Person>> FindAsync(string subject, DateTimeOffset now, CancellationToken cancellation)
    {
        if (users is not null)
        {
            return users.Find(subject) is { IsDisabled: false } user ? user.AsPerson() : new Problem("token", "belongs to nobody who may sign in");
        }

        return await store.OwnerAsync(subject, cancellation) is not var (person, seenAt) || person.Method != options.Mode
            ? new Problem("token", "belongs to nobody who signs in here")
            : now - seenAt > options.Tokens.OwnerSeenWithin
                ? new Problem("token", $"is not taken, because its owner did not sign in for {DurationText.Words(options.Tokens.OwnerSeenWithin)}")
                : person;
    }
}
