using OpsConsole.Incidents;

namespace OpsConsole.Api;

/// <summary>A section's text, and the version that it was written from.</summary>
internal sealed record ReviewSectionBody(string Text, int? SeenVersion);

/// <summary>Something that is promised, and which version was looked at.</summary>
internal sealed record ReviewWishBody(ItemWish Wish, int? SeenVersion);

/// <summary>What came of a promise, and which version was looked at.</summary>
internal sealed record ReviewOutcomeBody(string Outcome, int? SeenVersion);

/// <summary>Reads the bodies of reviews. Their names are part of the API: docs/api.md.</summary>
internal static class ReviewBodies
{
    /// <summary>A section.</summary>
    public static ReviewSectionBody Write(JsonBody body) => new(body.Prose("text", ReviewDesk.LongestText) ?? string.Empty, Seen(body));

    /// <summary>A promise.</summary>
    public static ReviewWishBody Promise(JsonBody body) => new(Wish(body), null);

    /// <summary>A promise that is changed.</summary>
    public static ReviewWishBody Change(JsonBody body) => new(Wish(body), Seen(body));

    /// <summary>A promise that was kept or given up.</summary>
    public static ReviewOutcomeBody Close(JsonBody body) => new(body.Prose("outcome") ?? string.Empty, Seen(body));

    private static ItemWish Wish(JsonBody body) => new(body.Prose("text") ?? string.Empty, body.Text("owner"), body.Day("due"));

    private static int? Seen(JsonBody body) => body.Number("seenVersion") is { } seen ? (int)Math.Min(seen, int.MaxValue) : null;
}
