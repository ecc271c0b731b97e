namespace OpsConsole.Upstream.Kubernetes.Connect;

/// <summary>
/// Credentials that a command gives. What it gave is kept until shortly before its end or until the cluster refuses it; whoever needs
/// credentials while the command runs waits for that run, and nobody starts a second one.
/// </summary>
internal sealed class ExecCredentials(SourceIdentity source, ExecPlugin plugin, TimeProvider clock) : IClusterCredentials
{
    /// <summary>How long the command may run.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>How long a request waits for it; less than the limit of a request, so that the command is blamed and not the cluster.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    // So that no request is under way with credentials that end before it arrives.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);
    private readonly Lock gate = new();
    private readonly CancellationTokenSource closed = new();
    private ClusterIdentity? held;
    private DateTimeOffset heldUntil;
    private Task<ClusterIdentity>? running;

    public ValueTask<ClusterIdentity> CurrentAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            return held is not null && clock.GetUtcNow() < heldUntil ? new(held) : new(WaitAsync(Run(), cancellation));
        }
    }

    public async ValueTask<ClusterIdentity?> RenewAsync(ClusterIdentity refused, CancellationToken cancellation)
    {
        Task<ClusterIdentity> run;
        lock (gate)
        {
            // When several are refused at once, the first runs the command, and the others get what it gave.
            held = held == refused ? null : held;
            run = held is not null ? Task.FromResult(held) : Run();
        }

        var renewed = await WaitAsync(run, cancellation).ConfigureAwait(false);
        return renewed.ShowsTheSameAs(refused) ? null : renewed;
    }

    public void Dispose()
    {
        closed.Cancel();
        closed.Dispose();
    }

    private Task<ClusterIdentity> Run() => running ??= Task.Run(RunAsync);

    private async Task<ClusterIdentity> WaitAsync(Task<ClusterIdentity> run, CancellationToken cancellation)
    {
        try
        {
            return await run.WaitAsync(Patience, clock, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw Failure(UpstreamFault.TimedOut, $"still runs after {Patience.TotalSeconds:0} s", e);
        }
    }

    // Not ended by those who wait for it: the next request gets what a slow command gave at last.
    private async Task<ClusterIdentity> RunAsync()
    {
        try
        {
            var answer = await AskAsync(closed.Token).ConfigureAwait(false);
            lock (gate)
            {
                held = answer.Identity;
                heldUntil = answer.Expires is { } expires ? UseUntil(clock.GetUtcNow(), expires) : DateTimeOffset.MaxValue;
            }

            return answer.Identity;
        }
        catch (InvalidDataException e)
        {
            throw Failure(UpstreamFault.Refused, e.Message, e);
        }
        finally
        {
            lock (gate)
            {
                running = null;
            }
        }
    }

    private async Task<ExecAnswer> AskAsync(CancellationToken closing)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, closing);
        try
        {
            using var process = ExecProcess.Start(plugin);
            var (code, output, words) = await process.WaitAsync(either.Token).ConfigureAwait(false);
            var last = ExecWords.Last(plugin, words, output);
            return code == 0 ? ExecAnswer.Read(output, plugin.ApiVersion)
                : throw new InvalidDataException($"ended with exit code {code}{(last.Length > 0 ? $": {last}" : " and said nothing about it")}");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new InvalidDataException($"did not end within {Limit.TotalSeconds:0} s and was stopped");
        }
    }

    private UpstreamException Failure(UpstreamFault fault, string what, Exception cause) =>
        source.Failure(fault, $"was not asked: the command {Path.GetFileName(plugin.Command)} that signs us in ({plugin.At}) {what}", cause);

    // Short-lived ones get a shorter margin, else each request would run the command.
    private static DateTimeOffset UseUntil(DateTimeOffset now, DateTimeOffset expires)
    {
        var tenth = (expires - now) / 10;
        return expires - (tenth < Margin ? tenth : Margin);
    }
}
