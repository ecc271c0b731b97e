using OpsConsole.Alerts;

namespace OpsConsole.Incidents;

/// <summary>What a page does to the affair at the other end.</summary>
public enum PageKind
{
    /// <summary>Calls somebody: opens the affair, or rings again for it.</summary>
    Trigger,

    /// <summary>Somebody has it: nobody else need be called.</summary>
    Acknowledge,

    /// <summary>It is over.</summary>
    Resolve,
}

/// <summary>What is told to people through a channel. All texts may come from alerts and are untrusted: a channel encodes them.</summary>
public sealed record Page
{
    /// <summary>The longest <see cref="DedupKey"/>: what PagerDuty takes.</summary>
    public const int LongestKey = 255;

    /// <summary>The longest <see cref="Step"/>.</summary>
    public const int LongestStep = 100;

    /// <summary>What joins the pages of one affair: the same from the first call to the resolve. 1 to 255 printable ASCII characters without spaces.</summary>
    public required string DedupKey { get; init; }

    /// <summary>
    /// Which page of the affair it is: with the key it tells a repetition from a new page (<c>2</c>, <c>2.repeat.1</c>, <c>resolve</c>). 1 to 100 printable
    /// ASCII characters without spaces and slashes; the same when the same page is sent again after a crash.
    /// </summary>
    public required string Step { get; init; }

    /// <summary>What it does at the other end.</summary>
    public required PageKind Kind { get; init; }

    /// <summary>The system it is about; null when none claims it.</summary>
    public string? System { get; init; }

    /// <summary>What is wrong, in one line.</summary>
    public required string Title { get; init; }

    /// <summary>How bad it is.</summary>
    public required Severity Severity { get; init; }

    /// <summary>What else there is to say, in lines; may be empty.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>Where the console shows it; null when the console does not know its own address.</summary>
    public Uri? Link { get; init; }

    /// <summary>Who is meant, for a person to read: a name, a rotation and who has it. Null: whoever the channel reaches.</summary>
    public string? To { get; init; }

    /// <summary>Where this channel reaches that person: a mail address. Null: where the channel always sends to. Only mail uses it.</summary>
    public string? Address { get; init; }

    /// <summary>Since when it has been so.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Why this comes later than it should, in a sentence; null when it does not.</summary>
    public string? Late { get; init; }

    /// <summary>The key and the step, which no other page has: <c>KEY/STEP</c>.</summary>
    public string Id => $"{DedupKey}/{Step}";
}
