using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Runbooks;

/// <summary>Who has a walkthrough open on one replica, as the others are told.</summary>
internal sealed record PresenceMessage(string Replica, string Walk, ImmutableArray<Walker> People);

/// <summary>
/// Tells the other replicas who is here: at once when somebody comes or goes, and every few seconds, so that a replica that died is missed. On SQLite there is no other.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="presence">Who is here.</param>
/// <param name="clock">The time.</param>
internal sealed class PresenceBeat(Database database, WalkPresence presence, TimeProvider clock) : BackgroundService
{
    /// <summary>What is told; it is stored nowhere.</summary>
    public const string Topic = "presence";

    // News carry 7,000 bytes. Who comes after that is seen on their own replica only.
    private const int MostBytes = 6_000;
    private const int LongestName = 80;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    private readonly string replica = Guid.NewGuid().ToString("N");

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var loop = new CollectorLoop(Period, clock, Rest);
        presence.MustTell = loop.Wake;
        try
        {
            if (database.Dialect is Dialect.PostgreSql)
            {
                await Task.WhenAll(HearAsync(database.News.FollowAsync(Topic, stoppingToken)), loop.RunAsync(BeatAsync, stoppingToken)).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
        finally
        {
            presence.MustTell = null;
        }
    }

    /// <summary>Tells once, and forgets who is silent.</summary>
    internal async Task BeatAsync(CancellationToken cancellation)
    {
        presence.Forget();
        var told = presence.ToTell();
        if (told.IsEmpty)
        {
            return;
        }

        try
        {
            await database.WriteAsync(
                work =>
                {
                    foreach (var (walk, people) in told)
                    {
                        work.Tell(Topic, Message(walk, people));
                    }

                    return Task.FromResult(true);
                },
                cancellation).ConfigureAwait(false);
        }
        catch (StorageException)
        {
            // The keeper of the database says that it is away; the others miss us meanwhile, and they are right.
            presence.NotTold(told.Keys);
        }
    }

    /// <summary>What another replica said.</summary>
    internal void Heard(string said)
    {
        if (said == StoreNews.Everything)
        {
            return;
        }

        try
        {
            if (JsonSerializer.Deserialize(said, WalkJson.Default.PresenceMessage) is { People.IsDefault: false } message && message.Replica != replica)
            {
                presence.Heard(message.Replica, message.Walk, message.People);
            }
        }
        catch (JsonException)
        {
            // Not ours.
        }
    }

    private async Task HearAsync(IAsyncEnumerable<string> news)
    {
        await foreach (var said in news.ConfigureAwait(false))
        {
            Heard(said);
        }
    }

    private string Message(string walk, ImmutableArray<Walker> people)
    {
        for (var some = people.Select(person => person with { Name = Cut(person.Name) }).ToImmutableArray(); ; some = some[..(some.Length * 3 / 4)])
        {
            var message = JsonSerializer.Serialize(new PresenceMessage(replica, walk, some), WalkJson.Default.PresenceMessage);
            if (Encoding.UTF8.GetByteCount(message) <= MostBytes || some.IsEmpty)
            {
                return message;
            }
        }
    }

    private static string Cut(string name) => name.Length > LongestName ? $"{name[..LongestName]}…" : name;
}
