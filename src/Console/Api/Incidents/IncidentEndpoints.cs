using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpsConsole.Access;
using OpsConsole.Incidents;
using OpsConsole.Live;

namespace OpsConsole.Api;

/// <summary>Incidents over HTTP: the same desk as the pages'. What it answers is told in docs/api.md.</summary>
internal static class IncidentEndpoints
{
    private const string Path = $"{ActionEndpoints.Root}/incidents";
    private const int UsualSize = 50;
    private const int MostSize = 200;

    /// <summary>Who may see may knock; whether they may act is decided by the desk, for that incident, at that moment.</summary>
    public static IEndpointRouteBuilder MapIncidentsApi(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup(Path).WithTags("Incidents").RequireAction(Actions.View)
            .WithMetadata(new RequestSizeLimitAttribute(ApiBody.MostSent)).AddEndpointFilter<OwnPageOrToken>().AddEndpointFilter<StoreAnswers>();
        group.MapGet("/", ListAsync);
        group.MapPost("/", OpenAsync);
        group.MapGet("/times", TimesAsync);
        group.MapGet("/{incident}", FindAsync);
        ReviewEndpoints.Map(group);
        ReviewEndpoints.MapAll(app);
        IncidentChanges.Map(group);
        HandOverEndpoint.Map(app);
        return app;
    }

    /// <summary>There is no such incident.</summary>
    public static ProblemHttpResult NoSuch(string id) => ActionProblems.NotFound($"There is no incident '{new string([.. id.Take(40).Where(char.IsAsciiLetterOrDigit)])}'.");

    /// <summary>Why not. A text that was not kept comes back: nobody writes it twice.</summary>
    public static ProblemHttpResult Refused(Result<Incident> refused, Person person, GuardedAction action, Incident? incident, string? text) => Refused(refused.Problems, person, action, incident, text);

    /// <inheritdoc cref="Refused(Result{Incident}, Person, GuardedAction, Incident?, string?)"/>
    public static ProblemHttpResult Refused(ImmutableArray<Problem> problems, Person person, GuardedAction action, Incident? incident, string? text)
    {
        var first = problems[0];
        return first.Where == "grant"
            ? ActionProblems.Denied(person, action, incident?.Systems is [var only] ? only : null, first.What)
            : ActionProblems.Of(StatusOf(first.Where), "Nothing was kept", problems, text is null ? [] : [("text", text)]);
    }

    private static async Task<IResult> ListAsync(HttpRequest request, IncidentDesk desk, CancellationToken cancellation)
    {
        var (system, open, before, size) = (One(request, "system"), One(request, "open"), One(request, "before"), One(request, "size"));
        var number = UsualSize;
        if (Unknown(request, "system", "open", "before", "size") is { } unknown)
        {
            return unknown;
        }

        if (open is not (null or "true" or "false"))
        {
            return ActionProblems.Unreadable("open", "must be true or false");
        }

        if (size is not null && (!int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number is < 1 or > MostSize))
        {
            return ActionProblems.Unreadable("size", $"must be a whole number from 1 to {MostSize}");
        }

        var all = await desk.ListAsync(new IncidentQuery { System = system, Open = open is null ? null : open == "true", Size = number, Before = before }, cancellation);
        return TypedResults.Json(new IncidentsReply([.. all.Select(incident => new IncidentReply(incident))], all.Length == number ? all[^1].Id : null), ApiWords.Json);
    }

    private static async Task<IResult> OpenAsync(HttpRequest request, IncidentDesk desk, CancellationToken cancellation)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request, IncidentBodies.Open, cancellation);
        if (body is null)
        {
            return refusal!;
        }

        var person = ActionEndpoints.Who(request.HttpContext);
        var opened = await desk.OpenAsync(body, person, cancellation);
        if (!opened.IsOk)
        {
            return Refused(opened, person, Actions.WorkIncident, null, null);
        }

        request.HttpContext.Response.Headers.Location = $"{Path}/{opened.Value.Id}";
        return TypedResults.Json(new IncidentReply(opened.Value), ApiWords.Json, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> FindAsync(string incident, IncidentDesk desk, LiveState live, CancellationToken cancellation)
    {
        if (await desk.FindAsync(incident, cancellation) is not { } found)
        {
            return NoSuch(incident);
        }

        var (notes, timeline, shown) = (await desk.NotesAsync(incident, cancellation), await desk.TimelineAsync(found, cancellation), live.Incidents.Current.Value?.Find(incident));
        return TypedResults.Json(
            new IncidentReply(found)
            {
                AlertsFiring = shown?.Alerts.Firing,
                AlertsQuietSince = shown?.Alerts.QuietSince,
                Notes = [.. notes.Select(IncidentNoteReply.Of)],
                Timeline = [.. timeline.Entries.Select(TimelineEntryReply.Of)],
                NotTold = timeline.Missing,
            },
            ApiWords.Json);
    }

    private static async Task<IResult> TimesAsync(HttpRequest request, ResponseTimesDesk desk, CancellationToken cancellation)
    {
        if (Unknown(request, "days", "zone") is { } unknown)
        {
            return unknown;
        }

        if (!int.TryParse(One(request, "days") ?? "30", NumberStyles.None, CultureInfo.InvariantCulture, out var days))
        {
            return ActionProblems.Unreadable("days", $"must be one of {string.Join(", ", ResponseTimesDesk.Periods)}");
        }

        var times = await desk.ReadAsync(days, One(request, "zone") ?? "UTC", cancellation);
        return times.IsOk ? TypedResults.Json(TimesReply.Of(times.Value), ApiWords.Json) : ActionProblems.Unreadable(times.Problems);
    }

    private static ProblemHttpResult? Unknown(HttpRequest request, params string[] known) => request.Query.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown
        ? ActionProblems.Unreadable(unknown, $"is not known here; known are {string.Join(", ", known)}")
        : null;

    private static int StatusOf(string where) => where switch
    {
        "storage" or "audit" => StatusCodes.Status503ServiceUnavailable,
        "seenVersion" or "ended" or "state" or "acknowledged" or "section" => StatusCodes.Status409Conflict,
        "id" or "item" => StatusCodes.Status404NotFound,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private static string? One(HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } text ? text : null;
}
