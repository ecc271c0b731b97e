using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using OpsConsole.Storage;

namespace OpsConsole.Audit;

/// <summary>
/// Appends for everybody in this process: one task takes all that wait and commits them together, since a commit costs the same for one entry as for
/// hundreds. Each caller is answered after the commit.
/// </summary>
internal sealed class AuditLog : IAuditLog, IAsyncDisposable
{
    /// <summary>Where a problem is that says the change was made under a lock that has moved on.</summary>
    public const string Fenced = "lock";

    // So many callers wait only when the database hangs; then the rest must hear it and not fill the memory.
    private const int MostWaiting = 5000;
    private const int LargestBatch = 500;
    private readonly Channel<PendingEntry> waiting = Channel.CreateBounded<PendingEntry>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly ChainWriter chain;
    private readonly ILogger<AuditLog> log;
    private readonly Lazy<Task> writing;

    public AuditLog(ChainWriter chain, ILogger<AuditLog> log)
    {
        (this.chain, this.log) = (chain, log);
        writing = new Lazy<Task>(() => Task.Run(WriteAllAsync));
    }

    /// <inheritdoc/>
    public Task<Result<AuditReceipt>> AppendAsync(AuditEvent happened, CancellationToken cancellation) => AppendAsync(happened, null, cancellation);

    /// <summary>Records, and changes something of the database in the same transaction: either both are so afterwards, or neither.</summary>
    /// <param name="happened">What happened.</param>
    /// <param name="together">
    /// The change; null for none. A problem that it answers, or a rule of the database that it breaks, undoes it and keeps the entry from being recorded. All
    /// such changes, of all replicas, come one after another. It may be called again when the first attempt was undone.
    /// </param>
    /// <param name="cancellation">Ends the wait; the entry may be recorded all the same.</param>
    /// <returns>The receipt; or the change's own problem, or why it could not be recorded.</returns>
    public async Task<Result<AuditReceipt>> AppendAsync(
        AuditEvent happened, Func<StoreWork, CancellationToken, Task<Problem?>>? together, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(happened);
        if (AuditBody.Of(happened) is not { IsOk: true } body)
        {
            return AuditBody.Of(happened).Problems;
        }

        var pending = new PendingEntry(body.Value) { Together = together };
        if (!waiting.Writer.TryWrite(pending))
        {
            return new Problem("audit", waiting.Reader.Completion.IsCompleted ? "the console is ending" : $"{MostWaiting} entries wait to be recorded: the database is too slow or does not answer");
        }

        _ = writing.Value;
        return await pending.Answer.Task.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Records what still waits.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await writing.Value.ConfigureAwait(false);
    }

    private async Task WriteAllAsync()
    {
        var batch = new List<PendingEntry>();
        while (await waiting.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            while (batch.Count < LargestBatch && waiting.Reader.TryRead(out var next))
            {
                batch.Add(next);
            }

            await WriteAsync(batch).ConfigureAwait(false);
            batch.Clear();
        }
    }

    /// <summary>Not cancelled by any caller: a caller who leaves must not take others' entries along.</summary>
    private async Task WriteAsync(List<PendingEntry> batch)
    {
        try
        {
            if (await chain.WriteAsync(batch, CancellationToken.None).ConfigureAwait(false) is { IsOk: false } refused)
            {
                log.NotRecorded(batch.Count, refused.Explanation);
                batch.ForEach(one => one.Answer.TrySetResult(refused.Problems));
            }
        }
        catch (Exception e)
        {
            // The task must outlive whatever this is: without it every action of the console is refused until a restart.
            log.RecordingBroke(e);
            batch.ForEach(one => one.Answer.TrySetResult(new Problem("audit", "recording failed, see the console's log")));
        }
    }
}

/// <summary>An entry that waits for its place.</summary>
/// <param name="members">Its body but for the place.</param>
internal sealed class PendingEntry(JsonObject members)
{
    /// <summary>Its body but for the place.</summary>
    public JsonObject Members => members;

    /// <summary>What is changed with it; null for nothing.</summary>
    public Func<StoreWork, CancellationToken, Task<Problem?>>? Together { get; init; }

    /// <summary>What it is found by.</summary>
    public IReadOnlySet<string> Terms { get; } = AuditTerms.Of(members);

    /// <summary>Set once it is committed or refused; the caller goes on elsewhere, not in the writer.</summary>
    public TaskCompletionSource<Result<AuditReceipt>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
