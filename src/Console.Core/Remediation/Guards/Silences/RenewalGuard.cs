namespace OpsConsole.Remediation;

/// <summary>What is silenced again and again is not being mended: then somebody must have it on a list.</summary>
internal sealed class RenewalGuard() : Guard(new(
    "renewals", "how often the same matchers were silenced from here within 7 days, and whether a ticket is named", "the second renewal without a ticket", "the third renewal without a ticket"))
{
    /// <summary>How far back it looks.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromDays(7);

    private const int Most = 3;

    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene)
    {
        // The first is no renewal: so many before this one are so many renewals with it.
        var renewal = scene.SilencedAt.Length;
        var saw = renewal == 0 ? "nobody silenced the same within 7 d" : $"silenced {Words.Count(renewal, "time")} within 7 d, last {DurationText.Words(scene.Now - scene.SilencedAt[0])} ago";
        return renewal < Most - 1 ? Pass(scene, renewal == 0 ? "The first of its kind" : "The first renewal of these matchers", saw)
            : SilenceTicket.Of(scene.Call.Parameters) is { } ticket ? Pass(scene, "Renewed, with a ticket", $"{saw}; {ticket}")
            : renewal < Most ? Warn(scene, "The second renewal of these matchers", $"{saw}; the third needs a ticket")
            : Block(scene, "Renewed too often without a ticket", $"{saw}: name the ticket it is being mended under");
    }
}
