using System.Collections.Immutable;
using OpsConsole.Api;

namespace OpsConsole.Commands.Act;

/// <summary>Plans an action, shows the plan, and confirms it with what the plan asks for.</summary>
/// <param name="client">The console.</param>
/// <param name="given">The arguments.</param>
/// <param name="around">What is around the command.</param>
/// <param name="session">Tells what comes of it.</param>
internal sealed class ActConfirming(ActClient client, ActArguments given, ActSurroundings around, ActSession session)
{
    /// <summary>Does it.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellation">Ends it; not an action that was confirmed.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(RequestReply request, CancellationToken cancellation)
    {
        var from = new OriginReply(given.Find("alert"), null, given.Find("runbook"), given.Find("incident"));
        var answer = await client.PostAsync("actions/plan", new { request.Kind, request.System, request.Target, request.Parameters, request.UndoOf, from }, null, cancellation);
        if (!answer.IsGood)
        {
            return await session.RefusedAsync(answer);
        }

        var plan = answer.Read<PlanReply>();
        var stops = plan.Guards.Where(guard => guard.Stops && !given.Overrides.Contains(guard.Guard)).ToImmutableArray();
        var endsHere = given.Has("plan") || !stops.IsEmpty;
        if (endsHere || !given.Has("json"))
        {
            await around.Output.WriteLineAsync(given.Has("json") ? answer.Body : ActText.Of(plan));
        }

        if (endsHere)
        {
            return await StopAsync(stops);
        }

        return await WordsAsync(plan) is var (typed, reason)
            ? await ConfirmAsync(
                new { request.Kind, request.System, request.Target, request.Parameters, request.UndoOf, from, planHash = plan.Hash, typed, reason, @override = given.Overrides, breakGlass = given.Has("break-glass") },
                cancellation)
            : ActCommand.Misused;
    }

    private async Task<int> StopAsync(ImmutableArray<GuardReply> stops)
    {
        if (!stops.IsEmpty && !given.Has("json"))
        {
            var open = stops.Where(guard => guard.MayBeOverridden).Select(guard => $"--override {guard.Guard}").ToList();
            await around.Output.WriteLineAsync(ActText.Clean(
                $"Nothing was done: stopped by {string.Join(", ", stops.Select(guard => guard.Guard))}{(open.Count == stops.Length ? $"; an admin may go on with {string.Join(' ', open)}" : null)}."));
        }

        return stops.IsEmpty ? ActCommand.Worked : ActCommand.NotDone;
    }

    // Setting a guard aside is never just a click.
    private async Task<(string? Typed, string? Reason)?> WordsAsync(PlanReply plan)
    {
        var isOverridden = plan.Guards.Any(guard => guard.Stops);
        var (typed, reason) = (given.Find("typed"), given.Find("reason"));
        if (plan.Asks?.Typed is not null || isOverridden)
        {
            var due = ActText.Typed(plan);
            if ((typed = await session.NeedAsync("typed", ActText.Clean($"Type {due} to confirm: "), $"\"{due}\"")) is null)
            {
                return null;
            }
        }

        if ((plan.Asks is { Reason: true } || isOverridden || given.Has("break-glass")) && (reason = await session.NeedAsync("reason", "Why? ", "WHY")) is null)
        {
            return null;
        }

        return (typed, reason);
    }

    private async Task<int> ConfirmAsync(object body, CancellationToken cancellation)
    {
        var key = given.Find("key") ?? Guid.NewGuid().ToString();
        var answer = await client.PostAsync("actions", body, key, cancellation);
        return answer.IsGood ? await session.TellAsync(answer.Read<RunReply>(), cancellation) : await session.RefusedAsync(answer);
    }
}
