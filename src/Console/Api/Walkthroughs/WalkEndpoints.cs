using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpsConsole.Access;
using OpsConsole.Live;
using OpsConsole.Runbooks;

namespace OpsConsole.Api;

/// <summary>Walkthroughs over HTTP: the same desk as the pages'. What it answers is told in docs/api.md.</summary>
internal static class WalkEndpoints
{
    private const string Path = $"{ActionEndpoints.Root}/walkthroughs";
    private const int UsualSize = 50;
    private const int MostSize = 200;

    /// <summary>Who may see may knock; whether they may walk is decided by the desk, for that system, at that moment.</summary>
    public static IEndpointRouteBuilder MapWalkthroughsApi(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup(Path).WithTags("Walkthroughs").RequireAction(Actions.View)
            .WithMetadata(new RequestSizeLimitAttribute(ApiBody.MostSent)).AddEndpointFilter<OwnPageOrToken>().AddEndpointFilter<StoreAnswers>();
        group.MapGet("/", ListAsync);
        group.MapPost("/", StartAsync);
        group.MapGet("/{walk}", FindAsync);
        group.MapPost("/{walk}/steps/{step}", MarkAsync);
        group.MapPost("/{walk}/notes", NoteAsync);
        group.MapPost("/{walk}/end", EndAsync);
        return app;
    }

    private static async Task<IResult> ListAsync(HttpRequest request, WalkthroughDesk desk, CancellationToken cancellation)
    {
        var (system, open, before, size) = (One(request, "system"), One(request, "open"), One(request, "before"), One(request, "size"));
        var number = UsualSize;
        if (request.Query.Keys.FirstOrDefault(name => name is not ("system" or "open" or "before" or "size")) is { } unknown)
        {
            return ActionProblems.Unreadable(unknown, "is not known here; known are system, open, before and size");
        }

        if (open is not (null or "true" or "false"))
        {
            return ActionProblems.Unreadable("open", "must be true or false");
        }

        if (size is not null && (!int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number is < 1 or > MostSize))
        {
            return ActionProblems.Unreadable("size", $"must be a whole number from 1 to {MostSize}");
        }

        var walks = await desk.ListAsync(system, open is null ? null : open == "true", number, before, cancellation);
        return TypedResults.Json(new WalksReply([.. walks.Select(WalkSummaryReply.Of)], walks.Length == number ? walks[^1].Id : null), ApiWords.Json);
    }

    private static async Task<IResult> StartAsync(HttpRequest request, WalkthroughDesk desk, WalkSources sources, LiveState live, CancellationToken cancellation)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request, WalkBodies.Start, cancellation);
        if (body is null)
        {
            return refusal!;
        }

        var runbook = sources.Runbook(body.Runbook);
        var alert = body.Alert is null ? null : live.Alerts.Current.Value?.Find(body.Alert);
        var problems = Problem.All(
            Problem.When(runbook is null, "runbook", "there is no such runbook: give its key, FOLDER/SLUG"),
            Problem.When(body.Alert is not null && alert is null, "alert", "there is no such alert now: give its fingerprint"));
        if (!problems.IsEmpty)
        {
            return ActionProblems.Wrong(problems);
        }

        var profile = (runbook!.System ?? alert?.System) is { } system ? live.Systems.Current.Value?.Find(system)?.Profile : null;
        var person = ActionEndpoints.Who(request.HttpContext);
        var started = await desk.StartAsync(new WalkStart(runbook, profile, alert, sources.Scene(alert, profile), body.Incident), person, cancellation);
        if (!started.IsOk)
        {
            return Refused(started, person, runbook.System ?? alert?.System, null);
        }

        request.HttpContext.Response.Headers.Location = $"{Path}/{started.Value.Id}";
        var isJoined = started.Value.Version > 1 || started.Value.StartedBy.Subject != person.Subject;
        return Shown(started.Value, request.HttpContext, isJoined ? StatusCodes.Status200OK : StatusCodes.Status201Created);
    }

    private static async Task<IResult> FindAsync(string walk, HttpContext http, WalkthroughDesk desk, CancellationToken cancellation) =>
        await desk.FindAsync(walk, cancellation) is { } found ? Shown(found, http) : NoSuch(walk);

    private static JsonHttpResult<WalkReply> Shown(Walkthrough walk, HttpContext http, int status = StatusCodes.Status200OK) => TypedResults.Json(
        new WalkReply(WalkSight.For(walk, http.RequestServices.GetRequiredService<IAccessRules>(), ActionEndpoints.Who(http))), WalkReply.Json, statusCode: status);

    private static async Task<IResult> MarkAsync(string walk, string step, HttpRequest request, WalkthroughDesk desk, CancellationToken cancellation)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request, WalkBodies.Mark, cancellation);
        return body is null
            ? refusal!
            : await ChangeAsync(walk, request, desk, person => desk.MarkAsync(walk, step, body.State, body.Mark, person, cancellation), body.Mark.Note, cancellation);
    }

    private static async Task<IResult> NoteAsync(string walk, HttpRequest request, WalkthroughDesk desk, CancellationToken cancellation)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request, WalkBodies.Note, cancellation);
        return body is null ? refusal! : await ChangeAsync(walk, request, desk, person => desk.NoteAsync(walk, body.Step, body.Note, person, cancellation), body.Note, cancellation);
    }

    private static async Task<IResult> EndAsync(string walk, HttpRequest request, WalkthroughDesk desk, CancellationToken cancellation)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request, WalkBodies.End, cancellation);
        return body is null
            ? refusal!
            : await ChangeAsync(walk, request, desk, person => desk.EndAsync(walk, body.Outcome, body.Summary, body.Feedback, person, cancellation), null, cancellation);
    }

    private static async Task<IResult> ChangeAsync(
        string walk, HttpRequest request, WalkthroughDesk desk, Func<Person, Task<Result<Walkthrough>>> change, string? note, CancellationToken cancellation)
    {
        if (await desk.FindAsync(walk, cancellation) is not { } there)
        {
            return NoSuch(walk);
        }

        var person = ActionEndpoints.Who(request.HttpContext);
        var changed = await change(person);
        return changed.IsOk ? Shown(changed.Value, request.HttpContext) : Refused(changed, person, there.System, note);
    }

    /// <summary>Why not. A note that was not kept comes back: nobody writes it twice.</summary>
    private static ProblemHttpResult Refused(Result<Walkthrough> refused, Person person, string? system, string? note)
    {
        var first = refused.Problems[0];
        return first.Where == "grant"
            ? ActionProblems.Denied(person, Actions.WalkRunbook, system, first.What)
            : ActionProblems.Of(StatusOf(first.Where), "Nothing was kept", refused.Problems, note is null ? [] : [("note", note)]);
    }

    private static int StatusOf(string where) => where switch
    {
        "storage" or "audit" => StatusCodes.Status503ServiceUnavailable,
        "seenVersion" or "ended" => StatusCodes.Status409Conflict,
        "id" => StatusCodes.Status404NotFound,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private static ProblemHttpResult NoSuch(string walk) => ActionProblems.NotFound($"There is no walkthrough '{new string([.. walk.Take(40).Where(char.IsAsciiLetterOrDigit)])}'.");

    private static string? One(HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } text ? text : null;
}
