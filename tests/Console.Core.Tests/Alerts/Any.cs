using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Alerts;
using OpsConsole.Metrics;

namespace OpsConsole.Core.Tests.Alerts;

/// <summary>Alerts, and generators of what people and machines might write.</summary>
internal static class Any
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static Arbitrary<Matcher> Matchers => (
        from label in Gen.Elements("system", "severity", "pod", "_x1")
        from kind in Gen.Elements(Enum.GetValues<MatchKind>())
        from value in kind is MatchKind.Equal or MatchKind.NotEqual ? Texts : Gen.Elements(Expressions)
        select Matcher.Create(label, kind, value).Value).ToArbitrary();

    /// <summary>Text made of the characters that mean something somewhere, and some that do not.</summary>
    public static Gen<string> Texts => Gen.ArrayOf(Gen.Elements(
        "a", "b", "Z", "0", "\"", "\\", "\n", " ", ",", "=", "!", "~", "<", ">", "-", "{", "}", "(", ")", "[", "]", "|", "*", "+", "?", ".",
        "^", "$", ":", "P", "ü", "😀", "state", "age", "10m", "=~\"", "(?", "\\Q", "[[:", "firing")).Select(string.Concat);

    private static readonly string[] Expressions =
        ["a|b", "", ".*", "a\\.b", "\"x\"", "\\d+", "[^a-c]{2,3}", "(?i)ready", "\\Qa.b\\E", "a\\\\b", "(?P<n>x)", "ü+", "\\n", "a b,c"];

    public static Alert Alert(
        string name = "NoLeader", string system = "alpha", string severity = "critical", AlertState state = AlertState.Firing,
        double minutes = 5, string summary = "", params (string Name, string Value)[] labels)
    {
        var all = LabelSet.Of([("alertname", name), ("system", system), ("severity", severity), .. labels]);
        var annotations = summary.Length == 0 ? LabelSet.Empty : LabelSet.Of(("summary", summary));
        return new Alert(Fingerprint.Of(all), all, annotations, state, Noon.AddMinutes(-minutes)) { System = system.Length == 0 ? null : system };
    }

    public static Acknowledgement Acknowledgement(Alert alert, string by = "Ada") => new()
    {
        Id = $"ack-{alert.Fingerprint}",
        Fingerprint = alert.Fingerprint,
        StartsAt = alert.StartsAt,
        AlertName = alert.Name,
        System = alert.System,
        By = new AckOwner(by, by),
        At = Noon,
        Until = Noon.AddHours(4),
    };
}
