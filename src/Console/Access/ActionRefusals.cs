using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OpsConsole.Access;

/// <summary>Answers whom the rules refuse: a page in words for a person who browses, problem details for a program; and puts it on record.</summary>
/// <param name="denials">The record.</param>
internal sealed class ActionRefusals(Denials denials) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler usual = new();

    /// <inheritdoc/>
    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(authorizeResult);
        if (authorizeResult is { Forbidden: true, AuthorizationFailure: { } failure } && failure.FailureReasons.OfType<ActionRefused>().FirstOrDefault() is { } refused)
        {
            await denials.NoteAsync(refused.Refusal, context.Request.Path, context.RequestAborted);
            await AnswerAsync(context, refused.Refusal);
            return;
        }

        await usual.HandleAsync(next, context, policy, authorizeResult);
    }

    private static Task AnswerAsync(HttpContext context, Refusal refusal)
    {
        // Never kept: it may be allowed a minute later, and to somebody else at once.
        context.Response.Headers.CacheControl = "no-store";
        IResult answer = IsBrowsing(context.Request)
            ? new RazorComponentResult<RefusedDocument>(new { Refusal = refusal }) { StatusCode = StatusCodes.Status403Forbidden, PreventStreamingRendering = true }
            : TypedResults.Problem(refusal.Words, statusCode: StatusCodes.Status403Forbidden, title: refusal.Title, extensions: new Dictionary<string, object?>
            {
                ["action"] = refusal.Action.Name,
                ["system"] = refusal.System,
            });
        return answer.ExecuteAsync(context);
    }

    private static bool IsBrowsing(HttpRequest request) => HttpMethods.IsGet(request.Method)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
