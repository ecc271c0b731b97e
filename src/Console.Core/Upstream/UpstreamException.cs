using OpsConsole.Upstream.Kubernetes;

namespace OpsConsole.Upstream;

/// <summary>Why an upstream did not give what was asked: classified once, by name; nobody branches on text.</summary>
public enum UpstreamFault
{
    /// <summary>No connection: refused, reset, no such host, TLS.</summary>
    Unreachable,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>401 or 403: our credentials are not accepted.</summary>
    Refused,

    /// <summary>400 or 422: what we asked is wrong (a PromQL error, a bad matcher).</summary>
    Invalid,

    /// <summary>404 or 405: not served there.</summary>
    Missing,

    /// <summary>409: somebody was faster, or a precondition does not hold.</summary>
    Conflict,

    /// <summary>410: the place in a watch or list is no longer known.</summary>
    Gone,

    /// <summary>429: too many requests.</summary>
    Throttled,

    /// <summary>5xx: it answers, but is broken or starting.</summary>
    Broken,

    /// <summary>The answer is not what the API promises (HTML from a proxy, cut JSON).</summary>
    Unreadable,

    /// <summary>Not tried: it failed so often that the circuit breaker is open.</summary>
    CircuitOpen,
}

/// <summary>An upstream did not give what was asked.</summary>
/// <param name="source">The source's name in the configuration.</param>
/// <param name="fault">What kind of failure.</param>
/// <param name="message">A sentence for a person, with the server's own words where it has some; never a secret.</param>
/// <param name="cause">The exception behind it.</param>
public sealed class UpstreamException(string source, UpstreamFault fault, string message, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>The source's name in the configuration.</summary>
    public string SourceName { get; } = source;

    /// <summary>What kind of failure.</summary>
    public UpstreamFault Fault { get; } = fault;

    /// <summary>How long the upstream asks to be left alone; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What a cluster's API said about it; null when the failure is not its answer.</summary>
    public KubernetesStatus? Kubernetes { get; init; }

    /// <summary>Whether this was a write of which nobody knows whether it was carried out: look before anything else.</summary>
    public bool OutcomeIsUnknown { get; private init; }

    /// <summary>Whether trying again soon may help.</summary>
    public bool MayPass => Fault is UpstreamFault.Unreachable or UpstreamFault.TimedOut or UpstreamFault.Throttled or UpstreamFault.Broken;

    /// <summary>The same failure, of a write that may have been carried out.</summary>
    internal UpstreamException WithUnknownOutcome() => new(SourceName, Fault, $"{Message.TrimEnd('.')}; whether it was carried out is not known", this)
    {
        RetryAfter = RetryAfter,
        Kubernetes = Kubernetes,
        OutcomeIsUnknown = true,
    };
}
