using OpsConsole.Remediation;

namespace OpsConsole.Api;

/// <summary>
/// Confirms an action over HTTP. Who sends it must name the request by a key of their own, so that a request whose answer got lost can be sent again and
/// nothing is done twice.
/// </summary>
internal static class ActionConfirming
{
    private const string Header = "Idempotency-Key";
    private const int LongestKey = 100;

    public static async Task<IResult> ConfirmAsync(HttpRequest request, ActionDesk desk, CancellationToken cancellation)
    {
        if (KeyOf(request) is not { } key)
        {
            return ActionProblems.Unreadable(
                Header, $"must be given once: 8 to {LongestKey} visible ASCII characters that name this request and no other, for example a UUID. The same key again is answered with the same action");
        }

        var (body, refusal) = await ApiBody.ReadAsync(request, ActionBodies.Confirm, cancellation);
        if (body is null)
        {
            return refusal!;
        }

        var confirmed = await desk.ConfirmAsync(body.Request, body.Confirmation with { IdempotencyKey = key }, ActionEndpoints.Who(request.HttpContext), cancellation);
        return !confirmed.IsOk ? ActionProblems.NotConfirmed(confirmed.Problems)
            : !IsOf(confirmed.Value, body) ? ActionProblems.Wrong([new(Header, $"this key made action {confirmed.Value.Id}, which was another request: take a new key. Nothing was done")])
            : TypedResults.Json(Located(request, confirmed.Value), ApiWords.Json, statusCode: StatusCodes.Status201Created);
    }

    /// <summary>Whether a run is what was asked for just now. The plan's hash stands for action, system, target and parameters.</summary>
    private static bool IsOf(ActionRun run, ConfirmBody body) =>
        run.Plan.Hash == body.Confirmation.PlanHash && run.Plan.Kind == body.Request.Kind && run.Plan.System == body.Request.System
        && (run.Reason is null || run.Reason.Trim() == body.Confirmation.Reason?.Trim())
        && run.Overridden.All(body.Confirmation.Override.Contains) && (body.Confirmation.BreakGlass || !run.BrokeGlass);

    private static RunReply Located(HttpRequest request, ActionRun run)
    {
        request.HttpContext.Response.Headers.Location = $"{ActionEndpoints.Root}/actions/{run.Id}";
        return new RunReply(run);
    }

    // The draft of the header writes it in quotes; many send it without.
    private static string? KeyOf(HttpRequest request) =>
        request.Headers[Header] is [{ } sent] && sent.Trim().Trim('"') is { Length: >= 8 and <= LongestKey } key && key.All(letter => letter is > ' ' and <= '~' and not '"') ? key : null;
}
