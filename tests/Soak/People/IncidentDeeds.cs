using System.Text.Json.Nodes;

namespace OpsConsole.Soak.People;

/// <summary>What people do about incidents.</summary>
/// <param name="around">What they know.</param>
internal sealed class IncidentDeeds(Surroundings around)
{
    /// <summary>Opens one, perhaps for an alert that fires.</summary>
    public async Task OpenAsync(Hand hand, CancellationToken cancellation)
    {
        var (mark, alert) = (around.Book.NextMark(), await around.AnAlertAsync(hand, cancellation));
        var body = new JsonObject { ["title"] = $"Trouble {mark}", ["class"] = hand.Below(4), ["systems"] = new JsonArray(hand.OneOf(around.Systems)!.Id) };
        if (alert is not null && hand.Below(2) == 0)
        {
            body["alerts"] = new JsonArray(alert.Fingerprint);
        }

        Write(hand, ActKind.IncidentOpen, mark, await hand.PostAsync("incidents", body, cancellation));
    }

    /// <summary>Writes a note on one that goes on.</summary>
    public async Task NoteAsync(Hand hand, CancellationToken cancellation)
    {
        if (await FindAsync(hand, cancellation) is { } incident)
        {
            var mark = around.Book.NextMark();
            Write(hand, ActKind.IncidentNote, mark, await hand.PostAsync($"incidents/{incident}/notes", new JsonObject { ["text"] = $"Looked at it: {mark}" }, cancellation));
        }
    }

    /// <summary>Closes one.</summary>
    public async Task CloseAsync(Hand hand, CancellationToken cancellation)
    {
        if (await FindAsync(hand, cancellation) is { } incident)
        {
            var (mark, verdict) = (around.Book.NextMark(), hand.OneOf(["useful", "noise", "needsRunbook"]));
            var body = new JsonObject { ["cause"] = $"It was mended: {mark}", ["verdict"] = verdict };
            Write(hand, ActKind.IncidentClose, mark, await hand.PostAsync($"incidents/{incident}/close", body, cancellation));
        }
    }

    private static async Task<string?> FindAsync(Hand hand, CancellationToken cancellation)
    {
        var open = await hand.GetAsync("incidents?open=true&size=20", cancellation);
        return open.Body?["incidents"] is JsonArray { Count: > 0 } incidents ? $"{incidents[hand.Below(incidents.Count)]!["id"]}" : null;
    }

    private void Write(Hand hand, ActKind kind, string mark, Reply reply) => around.Book.Add(new(kind, hand.Name, mark, reply.Answer, reply.Status, reply.Says));
}
