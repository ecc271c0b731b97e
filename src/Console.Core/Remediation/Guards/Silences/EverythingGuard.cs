using OpsConsole.Alerts;

namespace OpsConsole.Remediation;

/// <summary>A silence of everything is a switch that turns alerting off.</summary>
internal sealed class EverythingGuard() : Guard(new("everything", "what each matcher lets through", null, "every matcher fits whatever value there may be, as alertname=~\".+\" does"))
{
    // No value that means anything has all of these; what lets them all through asks for nothing.
    private static readonly string[] Anything = ["Qx7-zz_9.kv", "ünlikely wort", "0b1f/9:8 7", "$~~~~~~~~~~", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"];

    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene)
    {
        var asking = SilenceView.Of(scene).Matchers.Where(matcher => !LetsAnything(matcher)).ToList();
        return asking.Count > 0
            ? Pass(scene, "It asks for something", Words.Some(asking.Select(matcher => matcher.ToString())))
            : Block(scene, "It would hold back nearly every alert", $"{Words.Some(SilenceView.Of(scene).Matchers.Select(matcher => matcher.ToString()))} fit whatever comes: name a value");
    }

    /// <summary>Whether a matcher fits whatever value a label has.</summary>
    /// <param name="matcher">The matcher.</param>
    internal static bool LetsAnything(Matcher matcher) => Array.TrueForAll(Anything, matcher.Matches);
}
