using OpsConsole.Incidents;

namespace OpsConsole.Pages.Sources.Channels;

/// <summary>Channels and dead letters in words.</summary>
internal static class ChannelWords
{
    private const int Longest = 200;

    /// <summary>What kind of service it is.</summary>
    public static string Of(ChannelKind kind) => kind switch
    {
        ChannelKind.PagerDuty => "PagerDuty",
        ChannelKind.Slack => "Slack or like it",
        ChannelKind.Webhook => "webhook",
        _ => "mail",
    };

    /// <summary>What a page was to tell.</summary>
    public static string Of(PageKind kind) => kind switch
    {
        PageKind.Trigger => "a call",
        PageKind.Acknowledge => "that somebody has it",
        _ => "that it is over",
    };

    /// <summary>How often it was tried.</summary>
    public static string Tries(int tries) => tries == 1 ? "tried once" : $"tried {tries} times";

    /// <summary>Text that fits a line.</summary>
    public static string Cut(string text) => text.Length <= Longest ? text : $"{text[..Longest]}…";
}
