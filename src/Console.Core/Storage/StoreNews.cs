using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace OpsConsole.Storage;

/// <summary>
/// What was stored, as it happens. On SQLite the one process tells itself; on PostgreSQL every replica hears what any of them committed.
/// News may be lost while the connection to the server is: a follower is then told <see cref="Everything"/> and must look again.
/// </summary>
public sealed class StoreNews
{
    /// <summary>Said instead of a payload when news may have been missed.</summary>
    public const string Everything = "*";

    /// <summary>The one channel on the server: a replica hears all topics, whenever who follows which.</summary>
    internal const string Channel = "ops_console";

    private ImmutableList<Follower> followers = [];
    private volatile bool isHeardFromServer;

    /// <summary>Whether the server tells us what is stored, our own included; otherwise this process tells itself.</summary>
    internal bool IsHeardFromServer
    {
        get => isHeardFromServer;
        set => isHeardFromServer = value;
    }

    /// <summary>Follows a topic: what is told after this call is not missed, even before the first of it is asked for.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="cancellation">Ends it.</param>
    public IAsyncEnumerable<string> FollowAsync(string topic, CancellationToken cancellation)
    {
        var follower = new Follower(topic);
        ImmutableInterlocked.Update(ref followers, all => all.Add(follower));

        // Also one who never asks for the first must be forgotten.
        var ended = cancellation.Register(() => Forget(follower));
        return ReadAsync(follower, ended, cancellation);
    }

    internal static string Say(string topic, string payload) => $"{topic} {payload}";

    /// <summary>What the server told.</summary>
    internal void Heard(string said)
    {
        var end = said.IndexOf(' ', StringComparison.Ordinal);
        Raise(end < 0 ? said : said[..end], end < 0 ? string.Empty : said[(end + 1)..]);
    }

    internal void Raise(string topic, string payload)
    {
        foreach (var follower in followers)
        {
            if (follower.Topic == topic)
            {
                follower.Tell(payload);
            }
        }
    }

    /// <summary>News may have been missed: everybody looks again.</summary>
    internal void RaiseEverything()
    {
        foreach (var follower in followers)
        {
            follower.Tell(Everything);
        }
    }

    private async IAsyncEnumerable<string> ReadAsync(
        Follower follower, CancellationTokenRegistration ended, [EnumeratorCancellation] CancellationToken cancellation)
    {
        try
        {
            await foreach (var payload in follower.Told.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                yield return payload;
                if (follower.HasMissed())
                {
                    yield return Everything;
                }
            }
        }
        finally
        {
            Forget(follower);
            await ended.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Forget(Follower follower) => ImmutableInterlocked.Update(ref followers, all => all.Remove(follower));

    /// <summary>Somebody who follows. One who fell far behind must not hold the news of a day in memory: they look at everything instead.</summary>
    private sealed class Follower(string topic)
    {
        private readonly Channel<string> channel = System.Threading.Channels.Channel.CreateBounded<string>(10_000);
        private int missed;

        public string Topic => topic;

        public ChannelReader<string> Told => channel.Reader;

        public void Tell(string payload)
        {
            if (!channel.Writer.TryWrite(payload))
            {
                Volatile.Write(ref missed, 1);
            }
        }

        public bool HasMissed() => Interlocked.Exchange(ref missed, 0) == 1;
    }
}
