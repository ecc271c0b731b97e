using System.Collections.Immutable;
using System.Text.Json;
using Dapper;
using OpsConsole.Access;
using OpsConsole.People;
using OpsConsole.Storage;

namespace OpsConsole.Remediation;

/// <summary>Says who somebody is by now: with their groups as last confirmed, or why they count no more.</summary>
/// <param name="was">Who they were.</param>
/// <param name="cancellation">Ends the wait.</param>
internal delegate Task<Result<Person>> WhoIsNow(Person was, CancellationToken cancellation);

/// <summary>The people around an action: who asked for it, as they are now, and who could agree to it.</summary>
/// <param name="database">Where people are kept who were seen.</param>
/// <param name="rules">The rights.</param>
/// <param name="now">Who somebody is by now.</param>
/// <param name="clock">The time.</param>
internal sealed class ActionPeople(Database database, IAccessRules rules, WhoIsNow now, TimeProvider clock)
{
    private const int MostNames = 20;
    private static readonly TimeSpan SeenWithin = TimeSpan.FromDays(30);

    /// <summary>Whoever asked, as they are now.</summary>
    /// <param name="was">Who they were.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Person>> NowAsync(Person was, CancellationToken cancellation) => now(was, cancellation);

    /// <summary>Who could agree to an action on a system.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="asks">Who asks: not among them.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<ImmutableArray<string>> ApproversAsync(string system, Person asks, CancellationToken cancellation)
    {
        var seen = await database.ReadAsync(
            connection => connection.QueryAsync<Seen>(new CommandDefinition(
                """SELECT subject AS "Subject", name AS "Name", groups AS "Groups", method AS "Method" FROM people WHERE seen_at >= @since ORDER BY seen_at DESC LIMIT 500""",
                new { since = StoredTime.Of(clock.GetUtcNow() - SeenWithin) }, cancellationToken: cancellation)),
            cancellation).ConfigureAwait(false);
        return [.. seen.Where(person => person.Subject != asks.Subject && rules.Decide(person.AsPerson(), Actions.Approve, system).IsAllowed).Take(MostNames).Select(person => person.Name)];
    }

    /// <summary>
    /// By what the console knows of its people: the users file, or what was last confirmed of who signs in elsewhere. Who asked with a token is
    /// asked about by that token: whoever revoked it meanwhile did not mean it to begin anything any more.
    /// </summary>
    /// <param name="owners">What it knows of people.</param>
    /// <param name="tokens">What it knows of tokens.</param>
    /// <param name="clock">The time.</param>
    public static WhoIsNow By(TokenOwners owners, Tokens tokens, TimeProvider clock) => async (was, cancellation) => was switch
    {
        { Method: SignInMethod.CommandLine } => was,
        { TokenId: { } token } => (await tokens.StillAsync(token, cancellation).ConfigureAwait(false)).Match<Result<Person>>(
            known => was with { Name = known.Name, Groups = known.Groups, TokenRoles = known.TokenRoles },
            problems => new Problem("grant", $"the token that {was.Name} asked with {problems[0].What}")),
        _ => (await owners.FindAsync(was.Subject, clock.GetUtcNow(), cancellation).ConfigureAwait(false)).Match<Result<Person>>(
            known => was with { Name = known.Name, Groups = known.Groups },
            _ => new Problem("grant", $"{was.Name} may not sign in any more, or was not seen for too long")),
    };

    private sealed class Seen
    {
        public string Subject { get; init; } = string.Empty;

        public string Name { get; init; } = string.Empty;

        public string Groups { get; init; } = "[]";

        public string Method { get; init; } = string.Empty;

        public Person AsPerson() => new(Subject, Name, JsonSerializer.Deserialize(Groups, ActionJson.Default.ImmutableArrayString), Enum.Parse<SignInMethod>(Method));
    }
}
