using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpsConsole.Access;
using OpsConsole.Incidents;

namespace OpsConsole.Api;

/// <summary>Reviews and what was promised in them over HTTP: the same desk as the pages'. What it answers is told in docs/api.md.</summary>
internal static class ReviewEndpoints
{
    private const string Path = $"{ActionEndpoints.Root}/reviews";
    private const string Format = "format";

    /// <summary>The routes of one incident's review.</summary>
    public static void Map(IEndpointRouteBuilder incidents)
    {
        incidents.MapGet("/{incident}/review", ReadAsync);
        incidents.MapPost("/{incident}/review", BeginAsync);
        incidents.MapGet("/{incident}/review/sections/{section}", EarlierAsync);
        incidents.MapPost("/{incident}/review/sections/{section}", WriteAsync);
        incidents.MapPost("/{incident}/review/items", PromiseAsync);
    }

    /// <summary>The routes of all reviews. Who may see may knock; whether they may act is decided by the desk, for that incident, at that moment.</summary>
    public static void MapAll(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup(Path).WithTags("Reviews").RequireAction(Actions.View)
            .WithMetadata(new RequestSizeLimitAttribute(ApiBody.MostSent)).AddEndpointFilter<OwnPageOrToken>().AddEndpointFilter<StoreAnswers>();
        group.MapGet("/", ListAsync);
        group.MapPost("/items/{item}", ChangeAsync);
        group.MapPost("/items/{item}/close", CloseAsync);
    }

    private static async Task<IResult> ListAsync(ReviewShelfDesk desk, CancellationToken cancellation) => TypedResults.Json(ReviewsReply.Of(await desk.ReadAsync(cancellation)), ApiWords.Json);

    private static async Task<IResult> ReadAsync(string incident, HttpRequest request, ReviewDesk desk, CancellationToken cancellation)
    {
        var format = request.Query[Format].ToString();
        if (request.Query.Keys.FirstOrDefault(name => name != Format) is { } unknown)
        {
            return ActionProblems.Unreadable(unknown, $"is not known here; known is {Format}");
        }

        return format switch
        {
            "markdown" => await desk.MarkdownAsync(incident, cancellation) is { } text ? TypedResults.Text(text, "text/markdown; charset=utf-8") : NoSuch(),
            "" or "json" => await desk.FindAsync(incident, cancellation) is { } review ? TypedResults.Json(ReviewReply.Of(review), ApiWords.Json) : NoSuch(),
            _ => ActionProblems.Unreadable(Format, "must be json or markdown"),
        };
    }

    private static async Task<IResult> EarlierAsync(string incident, string section, ReviewDesk desk, CancellationToken cancellation) => Section(section) is not { } known ? NoSection()
        : await desk.EarlierAsync(incident, known, cancellation) is { IsEmpty: false } texts ? TypedResults.Json(new ReviewTextsReply([.. texts.Select(ReviewSectionReply.Of)]), ApiWords.Json)
        : NoSuch();

    private static async Task<IResult> BeginAsync(string incident, HttpRequest request, ReviewDesk desk, IncidentDesk incidents, CancellationToken cancellation)
    {
        var isNew = await desk.FindAsync(incident, cancellation) is null;
        return await ActAsync(request, incidents, incident, null, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK, person => desk.BeginAsync(incident, person, cancellation), cancellation);
    }

    private static async Task<IResult> WriteAsync(string incident, string section, HttpRequest request, ReviewDesk desk, IncidentDesk incidents, CancellationToken cancellation)
    {
        if (Section(section) is not { } known)
        {
            return NoSection();
        }

        var (body, refusal) = await ApiBody.ReadAsync(request, ReviewBodies.Write, cancellation);
        return body is null ? refusal!
            : body.SeenVersion is not { } seen ? ActionProblems.Unreadable("seenVersion", "is missing: a text is written from the version that you saw")
            : await ActAsync(request, incidents, incident, body.Text, StatusCodes.Status200OK, person => desk.WriteAsync(incident, known, body.Text, seen, person, cancellation), cancellation);
    }

    private static async Task<IResult> PromiseAsync(string incident, HttpRequest request, ReviewDesk desk, IncidentDesk incidents, CancellationToken cancellation)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request, ReviewBodies.Promise, cancellation);
        return body is null ? refusal!
            : await ActAsync(request, incidents, incident, body.Wish.Text, StatusCodes.Status201Created, person => desk.PromiseAsync(incident, body.Wish, person, cancellation), cancellation);
    }

    private static async Task<IResult> ChangeAsync(string item, HttpRequest request, ReviewDesk desk, IncidentDesk incidents, CancellationToken cancellation)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request, ReviewBodies.Change, cancellation);
        return body is null ? refusal!
            : await ActAsync(request, incidents, null, body.Wish.Text, StatusCodes.Status200OK, person => desk.ChangeItemAsync(item, body.Wish, body.SeenVersion, person, cancellation), cancellation);
    }

    private static async Task<IResult> CloseAsync(string item, HttpRequest request, ReviewDesk desk, IncidentDesk incidents, CancellationToken cancellation)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request, ReviewBodies.Close, cancellation);
        return body is null ? refusal!
            : await ActAsync(request, incidents, null, body.Outcome, StatusCodes.Status200OK, person => desk.CloseItemAsync(item, body.Outcome, body.SeenVersion, person, cancellation), cancellation);
    }

    private static async Task<IResult> ActAsync(
        HttpRequest request, IncidentDesk incidents, string? incident, string? text, int status, Func<Person, Task<Result<Review>>> act, CancellationToken cancellation)
    {
        var person = ActionEndpoints.Who(request.HttpContext);
        var done = await act(person);
        return done.IsOk ? TypedResults.Json(ReviewReply.Of(done.Value), ApiWords.Json, statusCode: status)
            : IncidentEndpoints.Refused(done.Problems, person, Actions.WorkIncident, incident is null ? null : await incidents.FindAsync(incident, cancellation), text);
    }

    private static ReviewSection? Section(string word) => ReviewSections.All.Where(one => ApiWords.Of(one) == word).Select(one => (ReviewSection?)one).FirstOrDefault();

    private static ProblemHttpResult NoSection() => ActionProblems.Unreadable("section", $"must be one of {string.Join(", ", ReviewSections.All.Select(ApiWords.Of))}");

    private static ProblemHttpResult NoSuch() => ActionProblems.NotFound("There is no such incident, or no review of it was begun.");
}
