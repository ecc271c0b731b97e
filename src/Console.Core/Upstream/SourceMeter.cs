using Microsoft.Extensions.Logging;
using OpsConsole.Sources;

namespace OpsConsole.Upstream;

/// <summary>Keeps the record of one source's health, from the console's own requests.</summary>
internal sealed class SourceMeter(SourceIdentity source, UpstreamMetrics metrics, TimeProvider clock, ILogger log)
{
    // Below this a skew is the network's or the Date header's whole second.
    private static readonly TimeSpan WorthALine = TimeSpan.FromSeconds(10);
    private readonly Lock gate = new();
    private SourceStatus status = new() { Name = source.Name, Kind = source.Kind, Address = source.ShownAddress };
    private long failuresInARow;
    private bool skewTold;

    public SourceIdentity Source => source;

    public SourceStatus Status => Volatile.Read(ref status);

    /// <summary>A request was answered as it should be.</summary>
    public void Succeeded(TimeSpan took)
    {
        metrics.Asked(source, null, took);
        lock (gate)
        {
            Answered();
            status = status with { Requests = status.Requests + 1, Latency = took };
        }
    }

    /// <summary>A request failed. One that the source understood and refused as wrong says nothing against the source.</summary>
    public void Failed(UpstreamException failure, TimeSpan took)
    {
        metrics.Asked(source, failure.Fault, took);
        lock (gate)
        {
            status = status with { Requests = status.Requests + 1, Failures = status.Failures + 1 };
            if (failure.Fault is UpstreamFault.Invalid or UpstreamFault.Conflict or UpstreamFault.Gone || IsAboutOneThing(failure))
            {
                Answered();
            }
            else
            {
                Broke(failure);
            }
        }
    }

    /// <summary>A stream that is open told something, or broke: no request of its own.</summary>
    public void Streamed(UpstreamException? failure)
    {
        lock (gate)
        {
            if (failure is null)
            {
                Answered();
            }
            else
            {
                Broke(failure);
            }
        }
    }

    /// <summary>The source told its version.</summary>
    public void Learned(string version)
    {
        lock (gate)
        {
            status = status with { Version = version };
        }
    }

    /// <summary>The source told its time, in whole seconds, somewhere between the sending and now.</summary>
    public void Dated(DateTimeOffset? date, TimeSpan sinceSent)
    {
        if (date is not { } theirs)
        {
            return;
        }

        var ours = clock.GetUtcNow() - (sinceSent / 2);
        var ahead = TimeSpan.FromSeconds(Math.Round((theirs.AddSeconds(0.5) - ours).TotalSeconds, MidpointRounding.ToZero));
        lock (gate)
        {
            status = status with { ClockAhead = ahead };
            var isOff = ahead.Duration() >= WorthALine;
            if (isOff && !skewTold)
            {
                log.ClockIsOff(source, ahead.TotalSeconds);
            }

            skewTold = isOff;
        }
    }

    // A cluster refuses or misses one kind or object while it gives the others; a person's eviction may have to wait for a budget.
    private static bool IsAboutOneThing(UpstreamException failure) =>
        failure.Kubernetes is { Code: 403 or 404 or 405 } or { IsHeldByBudget: true };

    private void Answered()
    {
        if (status.FailingSince is { } since)
        {
            log.SourceAnswersAgain(source, failuresInARow, since);
        }

        failuresInARow = 0;
        status = status with { Reachable = true, LastSuccess = clock.GetUtcNow(), Error = null, FailingSince = null };
    }

    private void Broke(UpstreamException failure)
    {
        failuresInARow++;
        if (status.Error != failure.Message)
        {
            log.SourceFails(source, failure.Fault, failure.Message);
        }

        status = status with { Reachable = false, Error = failure.Message, FailingSince = status.FailingSince ?? clock.GetUtcNow() };
    }
}
