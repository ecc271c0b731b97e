namespace OpsConsole.Alerts;

/// <summary>What became of one alert that somebody wanted to have, or to give back.</summary>
public enum AckVerdict
{
    /// <summary>Nobody had it; it is yours now.</summary>
    Acknowledged,

    /// <summary>It was yours; its time and its comment are new.</summary>
    Renewed,

    /// <summary>Somebody else had it; it is yours now.</summary>
    TakenOver,

    /// <summary>It is nobody's any more.</summary>
    Withdrawn,

    /// <summary>It is yours already, and nothing new was said.</summary>
    AlreadyYours,

    /// <summary>Somebody else has it: it may be taken over.</summary>
    SomebodyElses,

    /// <summary>Nobody has it: there is nothing to withdraw.</summary>
    Nobodys,

    /// <summary>It does not fire any more, or not yet.</summary>
    NotFiring,

    /// <summary>A grant is missing on its system.</summary>
    Denied,

    /// <summary>It is not known whether it was kept.</summary>
    NotKept,
}

/// <summary>What became of one alert.</summary>
/// <param name="Fingerprint">The alert.</param>
/// <param name="Verdict">What.</param>
/// <param name="Says">The same in a sentence, for the person who acted.</param>
/// <param name="Acknowledgement">Who has it now; null for nobody.</param>
public sealed record AckAnswer(string Fingerprint, AckVerdict Verdict, string Says, Acknowledgement? Acknowledgement)
{
    /// <summary>Whether something changed.</summary>
    public bool IsDone => Verdict is AckVerdict.Acknowledged or AckVerdict.Renewed or AckVerdict.TakenOver or AckVerdict.Withdrawn;

    /// <summary>Whether it was refused.</summary>
    public bool IsRefused => !IsDone && Verdict is not AckVerdict.AlreadyYours;
}
