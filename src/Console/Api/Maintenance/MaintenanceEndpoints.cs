using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpsConsole.Access;
using OpsConsole.Silences;

namespace OpsConsole.Api;

/// <summary>Maintenance windows over HTTP: the same desk as the pages'. What it answers is told in docs/api.md.</summary>
internal static class MaintenanceEndpoints
{
    private const string Path = $"{ActionEndpoints.Root}/maintenance";
    private const int Runs = 20;

    /// <summary>Who may see may knock; whether they may change something is decided by the desk, for the systems that the window may reach, at that moment.</summary>
    public static IEndpointRouteBuilder MapMaintenanceApi(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup(Path).WithTags("Maintenance").RequireAction(Actions.View)
            .WithMetadata(new RequestSizeLimitAttribute(ApiBody.MostSent)).AddEndpointFilter<OwnPageOrToken>().AddEndpointFilter<StoreAnswers>();
        group.MapGet("/", ListAsync);
        group.MapPost("/", CreateAsync);
        group.MapGet("/{window}", FindAsync);
        group.MapPost("/{window}/end", EndAsync);
        group.MapDelete("/{window}", DeleteAsync);
        return app;
    }

    private static async Task<IResult> ListAsync(HttpRequest request, MaintenanceDesk desk, TimeProvider clock, CancellationToken cancellation)
    {
        if (request.Query.Keys.FirstOrDefault() is { } unknown)
        {
            return ActionProblems.Unreadable(unknown, "is not known here; all windows are listed");
        }

        var board = await desk.BoardAsync(cancellation);
        var runs = board.Runs.ToLookup(run => run.Window, StringComparer.Ordinal);
        return TypedResults.Json(new WindowsReply([.. board.Windows.Select(status => WindowReply.Of(status, runs[status.Window.Id].Take(Runs), clock.GetUtcNow()))]), ApiWords.Json);
    }

    private static async Task<IResult> CreateAsync(HttpRequest request, MaintenanceDesk desk, TimeProvider clock, CancellationToken cancellation)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request, MaintenanceBodies.Window, cancellation);
        if (body is null)
        {
            return refusal!;
        }

        var person = ActionEndpoints.Who(request.HttpContext);
        var made = await desk.CreateAsync(body, person, cancellation);
        if (!made.IsOk)
        {
            return Refused(made, person, body.System.Length == 0 ? null : body.System);
        }

        request.HttpContext.Response.Headers.Location = $"{Path}/{made.Value.Id}";
        return await ShownAsync(made.Value.Id, desk, clock, StatusCodes.Status201Created, cancellation);
    }

    private static Task<IResult> FindAsync(string window, MaintenanceDesk desk, TimeProvider clock, CancellationToken cancellation) =>
        ShownAsync(window, desk, clock, StatusCodes.Status200OK, cancellation);

    private static Task<IResult> EndAsync(string window, HttpRequest request, MaintenanceDesk desk, TimeProvider clock, CancellationToken cancellation) =>
        ChangeAsync(window, request, desk, person => desk.EndAsync(window, person, cancellation), ended => ShownAsync(ended.Id, desk, clock, StatusCodes.Status200OK, cancellation), cancellation);

    private static Task<IResult> DeleteAsync(string window, HttpRequest request, MaintenanceDesk desk, CancellationToken cancellation) =>
        ChangeAsync(window, request, desk, person => desk.DeleteAsync(window, person, cancellation), _ => Task.FromResult<IResult>(TypedResults.NoContent()), cancellation);

    private static async Task<IResult> ChangeAsync(
        string window, HttpRequest request, MaintenanceDesk desk, Func<Person, Task<Result<MaintenanceWindow>>> change, Func<MaintenanceWindow, Task<IResult>> answer, CancellationToken cancellation)
    {
        if (await desk.FindAsync(window, cancellation) is not { } there)
        {
            return NoSuch(window);
        }

        var person = ActionEndpoints.Who(request.HttpContext);
        var changed = await change(person);
        return changed.IsOk ? await answer(changed.Value) : Refused(changed, person, there.Plan.System);
    }

    private static async Task<IResult> ShownAsync(string window, MaintenanceDesk desk, TimeProvider clock, int status, CancellationToken cancellation) =>
        (await desk.BoardAsync(cancellation)).Find(window) is { } found
            ? TypedResults.Json(WindowReply.Of(found, await desk.RunsAsync(window, Runs, cancellation), clock.GetUtcNow()), ApiWords.Json, statusCode: status)
            : NoSuch(window);

    private static ProblemHttpResult Refused(Result<MaintenanceWindow> refused, Person person, string? system)
    {
        var first = refused.Problems[0];
        return first.Where == "grant"
            ? ActionProblems.Denied(person, Actions.Silence, system, first.What)
            : ActionProblems.Of(StatusOf(first.Where), "Nothing was changed", refused.Problems);
    }

    private static int StatusOf(string where) => where switch
    {
        "storage" or "audit" => StatusCodes.Status503ServiceUnavailable,
        "seenVersion" or "id" => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private static ProblemHttpResult NoSuch(string window) => ActionProblems.NotFound($"There is no maintenance window '{new string([.. window.Take(40).Where(char.IsAsciiLetterOrDigit)])}'.");
}
