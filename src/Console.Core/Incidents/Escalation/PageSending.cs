using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OpsConsole.Incidents;

/// <summary>Hands pages over, many at a time: a channel that is slow holds no other up. What came of them is fetched by who keeps the escalations.</summary>
/// <param name="channels">The channels.</param>
/// <param name="log">The log.</param>
internal sealed class PageSending(ChannelBook channels, ILogger<PageSending> log) : IDisposable
{
    private const int AtOnce = 16;

    private readonly Dictionary<string, CancellationTokenSource> underWay = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(EscalationNotice Notice, Delivery Delivery)> answers = [];
    private readonly SemaphoreSlim places = new(AtOnce);

    /// <summary>Called when an answer can be fetched; from any thread.</summary>
    public Action? Answered { get; set; }

    /// <summary>How many are under way, or were answered and not fetched.</summary>
    public int Count => underWay.Count;

    /// <summary>Whether a notice is under way, or was answered and not fetched.</summary>
    public bool Has(EscalationNotice notice) => underWay.ContainsKey(notice.Key);

    /// <summary>Begins to hand a page over.</summary>
    /// <param name="notice">The notice; not under way.</param>
    /// <param name="page">Its page.</param>
    public void Begin(EscalationNotice notice, Page page)
    {
        var ends = new CancellationTokenSource();
        underWay.Add(notice.Key, ends);
        _ = Task.Run(() => SendAsync(notice, page, ends.Token), CancellationToken.None);
    }

    /// <summary>Gives one up: what it still answers is nobody's.</summary>
    /// <param name="notice">The notice.</param>
    public void Stop(EscalationNotice notice)
    {
        if (underWay.Remove(notice.Key, out var ends))
        {
            ends.Cancel();
            ends.Dispose();
        }
    }

    /// <summary>Gives all up: somebody else goes on with them.</summary>
    public void StopAll()
    {
        foreach (var ends in underWay.Values)
        {
            ends.Cancel();
            ends.Dispose();
        }

        underWay.Clear();
        answers.Clear();
    }

    /// <summary>The next answer, which stays until it is <see cref="Fetched"/>; null when there is none.</summary>
    public (EscalationNotice Notice, Delivery Delivery)? Peek()
    {
        while (answers.TryPeek(out var answer))
        {
            if (Has(answer.Notice))
            {
                return answer;
            }

            answers.TryDequeue(out _);
        }

        return null;
    }

    /// <summary>The answer that was looked at last is written down.</summary>
    public void Fetched()
    {
        if (answers.TryDequeue(out var answer) && underWay.Remove(answer.Notice.Key, out var ends))
        {
            ends.Dispose();
        }
    }

    public void Dispose()
    {
        StopAll();
        places.Dispose();
    }

    private async Task SendAsync(EscalationNotice notice, Page page, CancellationToken cancellation)
    {
        try
        {
            await places.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                var delivery = channels.Find(notice.Channel) is { } channel
                    ? await channel.SendAsync(page, cancellation).ConfigureAwait(false)
                    : Delivery.Refused($"No channel is called {notice.Channel} any more.", TimeSpan.Zero) with { Tries = 0 };
                answers.Enqueue((notice, delivery));
                Answered?.Invoke();
            }
            finally
            {
                places.Release();
            }
        }
        catch (Exception e) when (cancellation.IsCancellationRequested && e is OperationCanceledException or ObjectDisposedException)
        {
            // Given up.
        }
        catch (Exception e)
        {
            // A channel answers its failures. One that throws all the same must not leave the step without an answer for ever.
            log.ChannelThrew(e, notice.Channel);
            answers.Enqueue((notice, Delivery.Refused("The channel broke off, see the console's log.", TimeSpan.Zero)));
            Answered?.Invoke();
        }
    }
}
