using OpsConsole.Alerts;
using OpsConsole.Incidents;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>Pages as an escalation makes them.</summary>
internal static class SomePages
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static Page Of(PageKind kind = PageKind.Trigger, string step = "1", string key = "billing-NoLeader-4711", string title = "Nobody leads") => new()
    {
        DedupKey = key,
        Step = step,
        Kind = kind,
        System = "billing",
        Title = title,
        Severity = Severity.Critical,
        Text = "The lease billing-leader was not renewed for 3 min.\nWrites wait.",
        Link = new Uri("https://console.example.com/alerts/4711?a=1&b=2"),
        To = "Ada Ek (first line)",
        Since = Noon.AddMinutes(-5),
    };
}
