namespace OpsConsole.Alerts;

/// <summary>Within what time somebody has to have a firing alert, and whether somebody has.</summary>
/// <param name="Class">The severity class of its system: 0 (worst) to 3.</param>
/// <param name="Within">The time, from when it began to fire.</param>
/// <param name="Until">When that is over.</param>
/// <param name="EscalatesAt">When it goes further if it fires on; null: not before the next working day.</param>
/// <param name="EscalatesTo">To whom; untrusted text.</param>
public sealed record ResponseClock(int Class, TimeSpan Within, DateTimeOffset Until, DateTimeOffset? EscalatesAt, string EscalatesTo)
{
    /// <summary>Who has it; null while nobody has, and the clock runs.</summary>
    public Acknowledgement? AnsweredBy { get; init; }

    /// <summary>Whether nobody has it yet.</summary>
    public bool IsRunning => AnsweredBy is null;

    /// <summary>Whether nobody had it in time. Of one that was taken over only the newest owner is known: that is not held against them.</summary>
    /// <param name="now">The time.</param>
    public bool IsLateAt(DateTimeOffset now) => AnsweredBy is { } answered ? answered.TakenFrom is null && answered.At > Until : now > Until;
}
