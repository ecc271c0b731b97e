using OpsConsole.Access;
using OpsConsole.Api;
using OpsConsole.Incidents;

namespace OpsConsole.Pages.Incidents.Reviews;

/// <summary>A review as a file of Markdown.</summary>
internal static class ReviewDownload
{
    public static IEndpointRouteBuilder MapReviewFiles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/incidents/{incident}/review.md", SendAsync).WithTags("Reviews").RequireAction(Actions.View).AddEndpointFilter<StoreAnswers>();
        return app;
    }

    private static async Task<IResult> SendAsync(string incident, HttpContext http, ReviewDesk desk, CancellationToken cancellation)
    {
        // What can be no id is found by nobody, so that the file's name holds letters and digits alone.
        if (await desk.MarkdownAsync(incident, cancellation) is not { } text)
        {
            return ActionProblems.NotFound("There is no such incident, or no review of it was begun.");
        }

        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"review-{incident}.md\"";
        return TypedResults.Text(text, "text/markdown; charset=utf-8");
    }
}
