namespace OpsConsole.Remediation;

/// <summary>What a guard says.</summary>
public enum GuardVerdict
{
    /// <summary>Nothing stands against it.</summary>
    Pass,

    /// <summary>It may be done, and a person should know this first.</summary>
    Warn,

    /// <summary>It can't be told. That is never a pass: it stops the action like a block.</summary>
    Unknown,

    /// <summary>It must not be done.</summary>
    Block,
}

/// <summary>One guard's answer, with what it saw.</summary>
/// <param name="Guard">Which guard, stable and in URL form: <c>lease-renewed</c>.</param>
/// <param name="Title">What it found, in a short sentence: <c>The lease has run out</c>.</param>
/// <param name="Verdict">What it says.</param>
/// <param name="Saw">The evidence, with figures: <c>renewed 6 min ago, the lease lasts 30 s</c>.</param>
/// <param name="At">When what it saw was observed.</param>
public sealed record GuardAnswer(string Guard, string Title, GuardVerdict Verdict, string Saw, DateTimeOffset At)
{
    /// <summary>Whether somebody with the right to override guards may go on in spite of it.</summary>
    public bool MayBeOverridden { get; init; }

    /// <summary>Whether it stops the action unless it is overridden.</summary>
    public bool Stops => Verdict is GuardVerdict.Block or GuardVerdict.Unknown;
}
