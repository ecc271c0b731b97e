using System.Text.Json.Nodes;

namespace OpsConsole.Soak.People;

/// <summary>What people do with runbooks.</summary>
/// <param name="around">What they know.</param>
internal sealed class WalkDeeds(Surroundings around)
{
    /// <summary>Starts a walkthrough, which says nothing of its own that it could be found by, and writes a note on its first step.</summary>
    public async Task StartAsync(Hand hand, CancellationToken cancellation)
    {
        var started = await hand.PostAsync("walkthroughs", new JsonObject { ["runbook"] = hand.OneOf(around.Runbooks) }, cancellation);
        if (started.IsDone)
        {
            await NoteAsync(hand, started.Body!, cancellation);
        }
    }

    /// <summary>Goes a step on in one that is open.</summary>
    public async Task StepAsync(Hand hand, CancellationToken cancellation)
    {
        if (await FindAsync(hand, cancellation) is not { } walk)
        {
            return;
        }

        if (walk["current"] is { } step)
        {
            await hand.PostAsync($"walkthroughs/{walk["id"]}/steps/{step}", new JsonObject { ["state"] = "done" }, cancellation);
        }

        await NoteAsync(hand, walk, cancellation);
    }

    /// <summary>Ends one.</summary>
    public async Task EndAsync(Hand hand, CancellationToken cancellation)
    {
        if (await FindAsync(hand, cancellation) is { } walk)
        {
            await EndAsync(hand, $"{walk["id"]}", cancellation);
        }
    }

    /// <summary>Ends that one.</summary>
    public async Task<Reply> EndAsync(Hand hand, string walk, CancellationToken cancellation)
    {
        var mark = around.Book.NextMark();
        var reply = await hand.PostAsync($"walkthroughs/{walk}/end", new JsonObject { ["outcome"] = "resolved", ["summary"] = $"It is over: {mark}" }, cancellation);
        Write(hand, ActKind.WalkEnd, mark, reply);
        return reply;
    }

    private async Task NoteAsync(Hand hand, JsonNode walk, CancellationToken cancellation)
    {
        // In a list there are no steps, and the current one is null when all are over.
        var step = walk["steps"] is JsonArray { Count: > 0 } steps ? steps[hand.Below(steps.Count)]!["id"] : walk["current"];
        if (step is null)
        {
            return;
        }

        var mark = around.Book.NextMark();
        Write(hand, ActKind.WalkNote, mark, await hand.PostAsync($"walkthroughs/{walk["id"]}/notes", new JsonObject { ["step"] = $"{step}", ["note"] = $"Seen here: {mark}" }, cancellation));
    }

    private static async Task<JsonNode?> FindAsync(Hand hand, CancellationToken cancellation)
    {
        var open = await hand.GetAsync("walkthroughs?open=true&size=20", cancellation);
        return open.Body?["walkthroughs"] is JsonArray { Count: > 0 } walks ? walks[hand.Below(walks.Count)] : null;
    }

    private void Write(Hand hand, ActKind kind, string mark, Reply reply) => around.Book.Add(new(kind, hand.Name, mark, reply.Answer, reply.Status, reply.Says));
}
