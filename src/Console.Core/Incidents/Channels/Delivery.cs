namespace OpsConsole.Incidents;

/// <summary>What became of a page that was handed over.</summary>
/// <param name="IsDelivered">Whether the service took it.</param>
/// <param name="Says">What happened, in a sentence for a person; never a secret, not even when the service repeats one.</param>
/// <param name="Took">How long it took, with all tries and the pauses between them.</param>
public sealed record Delivery(bool IsDelivered, string Says, TimeSpan Took)
{
    /// <summary>Whether the same may succeed later: the service was away, slow or busy. False after a success and where the page or the settings are at fault.</summary>
    public bool MayPass { get; init; }

    /// <summary>How long the service asks to be left alone; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the service calls it: its own key or the message's id; null when it gave none.</summary>
    public string? Reference { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Tries { get; init; } = 1;

    /// <summary>The dead letter that was kept of it, which a person can send again; null when there is none.</summary>
    public string? DeadLetter { get; init; }

    /// <summary>It was taken.</summary>
    /// <param name="says">How, in a sentence.</param>
    /// <param name="reference">The service's own name for it.</param>
    /// <param name="took">How long it took.</param>
    public static Delivery Taken(string says, string? reference, TimeSpan took) => new(true, says, took) { Reference = reference };

    /// <summary>It was not taken, and the same would not be taken later either.</summary>
    /// <param name="says">Why, in a sentence.</param>
    /// <param name="took">How long it took.</param>
    public static Delivery Refused(string says, TimeSpan took) => new(false, says, took);

    /// <summary>It was not taken, but trying again may help.</summary>
    /// <param name="says">Why, in a sentence.</param>
    /// <param name="retryAfter">How long to wait at least; null when nobody said.</param>
    /// <param name="took">How long it took.</param>
    public static Delivery NotNow(string says, TimeSpan? retryAfter, TimeSpan took) => new(false, says, took) { MayPass = true, RetryAfter = retryAfter };
}
