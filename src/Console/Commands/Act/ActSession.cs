using System.Globalization;
using OpsConsole.Api;

namespace OpsConsole.Commands.Act;

/// <summary>One use of the command: asks the console, tells what it says, and knows the exit code.</summary>
/// <param name="client">The console.</param>
/// <param name="given">The arguments.</param>
/// <param name="around">What is around the command.</param>
internal sealed class ActSession(ActClient client, ActArguments given, ActSurroundings around)
{
    /// <summary>Does what the words say.</summary>
    /// <param name="cancellation">Ends it; not an action that was confirmed.</param>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(CancellationToken cancellation) => given.Words switch
    {
        ["list"] => ListAsync(cancellation),
        ["status", var id] => StatusAsync(id, cancellation),
        ["approve", var id] => DecideAsync(id, "approve", cancellation),
        ["refuse", var id] => DecideAsync(id, "refuse", cancellation),
        ["withdraw", var id] => MoveAsync(id, "withdraw", new { }, cancellation),
        ["begin", var id] => MoveAsync(id, "begin", new { }, cancellation),
        ["undo", var id] => UndoAsync(id, cancellation),
        var words => new ActConfirming(client, given, around, this).RunAsync(RequestOf(words[0]), cancellation),
    };

    /// <summary>Tells a run, and follows it to its end when that is asked for.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> TellAsync(RunReply run, CancellationToken cancellation)
    {
        if (!given.Has("json"))
        {
            await around.Output.WriteLineAsync(ActText.Of((RunSummary)run));
            await StepsAsync(run, 0);
        }

        var told = run;
        while (given.Has("wait") && !told.IsOver)
        {
            var answer = await client.GetAsync($"actions/{told.Id}?wait=30s&after={told.Steps.Length.ToString(CultureInfo.InvariantCulture)}", cancellation);
            if (!answer.IsGood)
            {
                return await RefusedAsync(answer);
            }

            var now = answer.Read<RunReply>();
            await StepsAsync(now, told.Steps.Length);
            told = now;
        }

        if (given.Has("json"))
        {
            await JsonAsync(told);
        }
        else if (told.IsOver && told != run)
        {
            await around.Output.WriteLineAsync(ActText.Of((RunSummary)told));
        }

        return CodeOf(told);
    }

    /// <summary>Tells a refusal.</summary>
    /// <param name="answer">The answer.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RefusedAsync(ActAnswer answer)
    {
        await around.Output.WriteLineAsync(given.Has("json") ? answer.Body : ActText.OfProblem(answer.Body));
        return answer.Status is 400 or 413 or 415 or 422 ? ActCommand.Misused : ActCommand.NotDone;
    }

    /// <summary>Writes an answer as JSON.</summary>
    public Task JsonAsync<T>(T answer) => around.Output.WriteLineAsync(System.Text.Json.JsonSerializer.Serialize(answer, ApiWords.Json));

    /// <summary>Asks for something that is missing; with nobody to ask, says which option it is.</summary>
    /// <param name="option">The option.</param>
    /// <param name="question">The question.</param>
    /// <param name="hint">What to write for the option.</param>
    public async Task<string?> NeedAsync(string option, string question, string hint)
    {
        if (given.Find(option) is { } said)
        {
            return said;
        }

        if (await around.AskAsync(question) is { Length: > 0 } typed)
        {
            return typed;
        }

        await around.Output.WriteLineAsync(ActText.Clean($"Nothing was done: say --{option} {hint}"));
        return null;
    }

    private static int CodeOf(RunReply run) => run switch
    {
        { State: "waiting" } => ActCommand.Waits,
        { IsOver: false } => ActCommand.Worked,
        { Outcome: "worked" } or { State: "succeeded" or "withdrawn" } => ActCommand.Worked,
        _ => ActCommand.NotDone,
    };

    private async Task StepsAsync(RunReply run, int known)
    {
        foreach (var step in given.Has("json") ? [] : run.Steps.Skip(known))
        {
            await around.Output.WriteLineAsync(ActText.Of(step));
        }
    }

    private RequestReply RequestOf(string kind) => new(
        kind, given.Find("system")!, given.Find("target") ?? (given.Find("name") is { } name ? $"{given.Find("namespace")}/{name}" : string.Empty), given.Parameters, null);

    private async Task<int> ListAsync(CancellationToken cancellation)
    {
        var answer = await client.GetAsync($"actions{(given.Find("system") is { } system ? $"?system={Uri.EscapeDataString(system)}" : null)}", cancellation);
        if (!answer.IsGood || given.Has("json"))
        {
            return answer.IsGood ? await WriteAsync(answer.Body) : await RefusedAsync(answer);
        }

        var runs = answer.Read<RunsReply>();
        var lines = runs.Open.Concat(runs.Over).Select(ActText.Of).Prepend(runs.Freshness == "live" ? null : $"What is open is {runs.Freshness}: it may be otherwise now.");
        return await WriteAsync(string.Join(Environment.NewLine, lines.OfType<string>().DefaultIfEmpty("No action was asked for yet.")));
    }

    private async Task<int> WriteAsync(string text)
    {
        await around.Output.WriteLineAsync(text);
        return ActCommand.Worked;
    }

    private async Task<int> StatusAsync(string id, CancellationToken cancellation)
    {
        var answer = await client.GetAsync($"actions/{id}", cancellation);
        return answer.IsGood ? await TellAsync(answer.Read<RunReply>(), cancellation) : await RefusedAsync(answer);
    }

    // Who agrees has seen the plan: here, or where they took its hash from.
    private async Task<int> DecideAsync(string id, string verb, CancellationToken cancellation)
    {
        var answer = await client.GetAsync($"actions/{id}", cancellation);
        if (!answer.IsGood)
        {
            return await RefusedAsync(answer);
        }

        var run = answer.Read<RunReply>();
        if (around.Terminal is not null)
        {
            var now = await client.GetAsync($"actions/{id}/plan", cancellation);
            await around.Output.WriteLineAsync($"{ActText.Of(now.IsGood ? now.Read<PlanReply>() : run.Plan)}{Environment.NewLine}{ActText.Of((RunSummary)run)}{Environment.NewLine}{ActText.Clean($"reason       {run.Reason}")}");
            if (!now.IsGood)
            {
                await around.Output.WriteLineAsync($"That is how it was when it was asked for. {ActText.OfProblem(now.Body)}");
            }
        }

        if (await NeedAsync("reason", $"Why do you {verb} it? ", "WHY") is not { } reason)
        {
            return ActCommand.Misused;
        }

        var hash = given.Find("hash") ?? (await around.AskAsync($"Type {verb} to {verb} this plan: ") == verb ? run.Plan.Hash : null);
        if (hash is null)
        {
            await around.Output.WriteLineAsync("Nothing was done: say --hash H, the hash of the plan that you have seen (act status ID --json)");
            return ActCommand.Misused;
        }

        return await MoveAsync(id, verb, new { planHash = hash, reason }, cancellation);
    }

    private async Task<int> MoveAsync(string id, string verb, object body, CancellationToken cancellation)
    {
        var answer = await client.PostAsync($"actions/{id}/{verb}", body, null, cancellation);
        if (!answer.IsGood)
        {
            return await RefusedAsync(answer);
        }

        var code = await TellAsync(answer.Read<RunReply>(), cancellation);

        // Refusing it is what was wanted.
        return verb == "refuse" ? ActCommand.Worked : code;
    }

    private async Task<int> UndoAsync(string id, CancellationToken cancellation)
    {
        var answer = await client.GetAsync($"actions/{id}", cancellation);
        if (!answer.IsGood)
        {
            return await RefusedAsync(answer);
        }

        if (answer.Read<RunReply>() is not { Undo: { } undo } run)
        {
            await around.Output.WriteLineAsync(ActText.Clean($"{id} can't be taken back: {answer.Read<RunReply>().Plan.NoUndoBecause ?? "it did not work, or is not over"}"));
            return ActCommand.NotDone;
        }

        return await new ActConfirming(client, given, around, this).RunAsync(undo with { UndoOf = run.Id }, cancellation);
    }
}
