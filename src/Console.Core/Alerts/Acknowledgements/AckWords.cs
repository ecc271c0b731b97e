namespace OpsConsole.Alerts;

/// <summary>What became of an alert, in a sentence for the person who acted.</summary>
internal static class AckWords
{
    private const int Longest = 80;

    /// <summary>The answer for a decision.</summary>
    /// <param name="fingerprint">The alert.</param>
    /// <param name="name">Its name.</param>
    /// <param name="decision">What becomes of it.</param>
    /// <param name="now">The time.</param>
    public static AckAnswer Of(string fingerprint, string name, AckDecision decision, DateTimeOffset now) => new(fingerprint, decision.Verdict, Says(Named(name), decision, now), decision.Has);

    /// <summary>The answer where there was nothing to decide.</summary>
    public static AckAnswer Of(string fingerprint, AckVerdict verdict, string says) => new(fingerprint, verdict, says, null);

    /// <summary>A name that fits into a sentence.</summary>
    public static string Named(string name) => name.Length == 0 ? "The alert without a name" : name.Length > Longest ? $"{name[..Longest]}…" : name;

    private static string Says(string name, AckDecision decision, DateTimeOffset now) => decision.Verdict switch
    {
        AckVerdict.Acknowledged => $"{name} is yours for {For(decision, now)}.",
        AckVerdict.Renewed => $"{name} stays yours for {For(decision, now)}.",
        AckVerdict.TakenOver => $"{name} is yours for {For(decision, now)}; {decision.Had!.By.Name} had it.",
        AckVerdict.Withdrawn => $"{name} is nobody's any more.",
        AckVerdict.AlreadyYours => $"{name} is yours already.",
        AckVerdict.SomebodyElses => $"{decision.Had!.By.Name} has {name}: take it over if it is to be yours.",
        _ => $"Nobody has {name}.",
    };

    private static string For(AckDecision decision, DateTimeOffset now) => DurationText.Words(TimeSpan.FromMinutes(Math.Ceiling((decision.Has!.Until - now).TotalMinutes)));
}
