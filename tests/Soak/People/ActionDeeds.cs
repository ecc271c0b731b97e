using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsConsole.Soak.People;

/// <summary>What people do with guarded actions: plan, confirm, agree.</summary>
/// <param name="around">What they know.</param>
internal sealed class ActionDeeds(Surroundings around)
{
    private const int Tries = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Asks for another number of replicas.</summary>
    public Task ScaleAsync(Hand hand, CancellationToken cancellation)
    {
        var system = hand.OneOf([.. around.Systems.Where(system => system.Scales.Count > 0)])!;
        var scale = hand.OneOf(system.Scales)!;
        var replicas = (scale.Least + hand.Below(scale.Most - scale.Least + 1)).ToString(CultureInfo.InvariantCulture);
        return ActAsync(hand, new() { ["kind"] = "scale", ["system"] = system.Id, ["target"] = scale.Workload, ["parameters"] = new JsonObject { ["replicas"] = replicas } }, cancellation);
    }

    /// <summary>Restarts a workload.</summary>
    public Task RestartAsync(Hand hand, CancellationToken cancellation)
    {
        var system = hand.OneOf([.. around.Systems.Where(system => system.Restarts.Count > 0)])!;
        return ActAsync(hand, new() { ["kind"] = "rollout-restart", ["system"] = system.Id, ["target"] = hand.OneOf(system.Restarts) }, cancellation);
    }

    /// <summary>Silences an alert for a minute.</summary>
    public async Task SilenceAsync(Hand hand, CancellationToken cancellation)
    {
        if (await around.AnAlertAsync(hand, cancellation) is { System: { } system } alert)
        {
            var parameters = new JsonObject { ["matchers"] = $"alertname=\"{alert.Name}\", system=\"{system}\"", ["duration"] = "1m" };
            await ActAsync(hand, new() { ["kind"] = "silence-create", ["system"] = system, ["target"] = "main", ["parameters"] = parameters }, cancellation);
        }
    }

    /// <summary>Agrees to what others asked for, or does not.</summary>
    public async Task DecideAsync(Hand hand, CancellationToken cancellation)
    {
        var all = await hand.GetAsync("actions", cancellation);
        var waiting = (all.Body?["open"] as JsonArray ?? []).OfType<JsonNode>().Where(run => $"{run["state"]}" == "waiting").ToList();
        if (hand.OneOf(waiting) is { } run && await hand.GetAsync($"actions/{run["id"]}/plan", cancellation) is { IsDone: true } plan)
        {
            var verb = hand.Below(4) == 0 ? "refuse" : "approve";
            var reply = await hand.PostAsync($"actions/{run["id"]}/{verb}", new JsonObject { ["planHash"] = $"{plan.Body!["hash"]}", ["reason"] = "looked at by a second person" }, cancellation);
            around.Book.Note($"{hand.Name,-6} {verb} {run["id"]}: {reply.Status} {reply.Says}");
        }
    }

    private async Task ActAsync(Hand hand, JsonObject request, CancellationToken cancellation)
    {
        var mark = around.Book.NextMark();
        var planned = await hand.PostAsync("actions/plan", request.DeepClone(), cancellation);
        if (!planned.IsDone || planned.Body!["stopped"]!.GetValue<bool>())
        {
            // Nothing was asked for yet: no record is due, and none may be there.
            around.Book.Add(new(ActKind.Action, hand.Name, mark, ActAnswer.Refused, planned.Status, planned.IsDone ? $"{request["kind"]} is stopped by a guard" : $"not planned: {planned.Says}"));
            return;
        }

        request["planHash"] = $"{planned.Body["hash"]}";
        request["reason"] = $"in a play of troubles: {mark}";
        request["typed"] = planned.Body["asks"]?["typed"]?.DeepClone();
        var reply = await ConfirmAsync(hand, request, mark, cancellation);

        var answer = reply.Says.Contains("another action is being done to", StringComparison.Ordinal) ? ActAnswer.NotBegun : reply.Answer;
        around.Book.Add(new(ActKind.Action, hand.Name, mark, answer, reply.Status, $"{request["kind"]}: {reply.Says}"));
    }

    // Whoever gets no answer sends it again with the same key, as docs/api.md says: nothing is done twice. What is refused then says nothing of the first try.
    private static async Task<Reply> ConfirmAsync(Hand hand, JsonObject request, string mark, CancellationToken cancellation)
    {
        var reply = await hand.PostAsync("actions", request.DeepClone(), cancellation, mark);
        for (var tries = 1; tries < Tries && reply.Answer is (ActAnswer.Unknown or ActAnswer.Away); tries++)
        {
            await Task.Delay(Pause, cancellation);
            var again = await hand.PostAsync("actions", request.DeepClone(), cancellation, mark);
            reply = again.Answer is ActAnswer.Refused ? reply : again;
        }

        return reply;
    }
}
