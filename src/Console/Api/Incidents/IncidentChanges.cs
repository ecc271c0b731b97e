using OpsConsole.Access;
using OpsConsole.Incidents;

namespace OpsConsole.Api;

/// <summary>What is done to one incident over HTTP.</summary>
internal static class IncidentChanges
{
    /// <summary>The routes.</summary>
    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapPost("/{incident}/acknowledge", AcknowledgeAsync);
        group.MapPost("/{incident}/mitigate", MitigateAsync);
        group.MapPost("/{incident}/close", CloseAsync);
        group.MapPost("/{incident}/reopen", ReopenAsync);
        group.MapPost("/{incident}/merge", MergeAsync);
        group.MapPost("/{incident}/lead", LeadAsync);
        group.MapPost("/{incident}/class", RateAsync);
        group.MapPost("/{incident}/notes", NoteAsync);
        group.MapPost("/{incident}/notes/{number:int}", EditAsync);
        group.MapPost("/{incident}/links", LinkAsync);
        group.MapDelete("/{incident}/links/{kind}/{target}", UnlinkAsync);
    }

    private static async Task<IResult> AcknowledgeAsync(string incident, HttpRequest request, IncidentDesk desk, CancellationToken cancellation)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request, IncidentBodies.Acknowledge, cancellation);
        return body is null ? refusal! : await ChangeAsync(incident, request, desk, Actions.WorkIncident, null, person => desk.AcknowledgeAsync(incident, person, body.SeenVersion, cancellation), cancellation, async (found, person) =>
            new IncidentAckReply(new IncidentReply(found), body.Alerts ? [.. (await desk.AcknowledgeAlertsAsync(found, person, cancellation)).Select(AckAnswerReply.Of)] : []));
    }

    private static async Task<IResult> MitigateAsync(string incident, HttpRequest request, IncidentDesk desk, CancellationToken cancellation)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request, IncidentBodies.Mitigate, cancellation);
        return body is null ? refusal! : await ChangeAsync(incident, request, desk, Actions.WorkIncident, null, person => desk.MitigateAsync(incident, body.At, person, body.SeenVersion, cancellation), cancellation);
    }

    private static async Task<IResult> CloseAsync(string incident, HttpRequest request, IncidentDesk desk, CancellationToken cancellation)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request, IncidentBodies.Close, cancellation);
        return body is null ? refusal! : await ChangeAsync(
            incident, request, desk, Actions.CloseIncident, body.Closing.Cause, person => desk.CloseAsync(incident, body.Closing, person, body.SeenVersion, cancellation), cancellation);
    }

    private static async Task<IResult> ReopenAsync(string incident, HttpRequest request, IncidentDesk desk, CancellationToken cancellation)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request, IncidentBodies.Reopen, cancellation);
        return body is null ? refusal! : await ChangeAsync(incident, request, desk, Actions.WorkIncident, body.Words, person => desk.ReopenAsync(incident, body.Words, person, body.SeenVersion, cancellation), cancellation);
    }

    private static async Task<IResult> MergeAsync(string incident, HttpRequest request, IncidentDesk desk, CancellationToken cancellation)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request, IncidentBodies.Merge, cancellation);
        return body is null ? refusal! : await ChangeAsync(incident, request, desk, Actions.CloseIncident, null, person => desk.MergeAsync(incident, body.Words, person, body.SeenVersion, cancellation), cancellation);
    }

    private static async Task<IResult> LeadAsync(string incident, HttpRequest request, IncidentDesk desk, CancellationToken cancellation)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request, IncidentBodies.Lead, cancellation);
        return body is null ? refusal! : await ChangeAsync(incident, request, desk, Actions.WorkIncident, null, person => desk.LeadAsync(incident, body.Lead, person, body.SeenVersion, cancellation), cancellation);
    }

    private static async Task<IResult> RateAsync(string incident, HttpRequest request, IncidentDesk desk, CancellationToken cancellation)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request, IncidentBodies.Rate, cancellation);
        return body is null ? refusal! : await ChangeAsync(incident, request, desk, Actions.WorkIncident, null, person => desk.RateAsync(incident, body.Class, person, body.SeenVersion, cancellation), cancellation);
    }

    private static async Task<IResult> NoteAsync(string incident, HttpRequest request, IncidentDesk desk, CancellationToken cancellation)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request, IncidentBodies.Note, cancellation);
        return body is null ? refusal! : await ChangeAsync(incident, request, desk, Actions.WorkIncident, body.Text, person => desk.NoteAsync(incident, body.Text, body.At, person, cancellation), cancellation);
    }

    private static async Task<IResult> EditAsync(string incident, int number, HttpRequest request, IncidentDesk desk, CancellationToken cancellation)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request, IncidentBodies.Edit, cancellation);
        return body is null ? refusal! : await ChangeAsync(
            incident, request, desk, Actions.WorkIncident, body.Text, person => desk.EditNoteAsync(incident, number, body.Text, body.At, person, body.SeenVersion, cancellation), cancellation);
    }

    private static async Task<IResult> LinkAsync(string incident, HttpRequest request, IncidentDesk desk, CancellationToken cancellation)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request, IncidentBodies.Link, cancellation);
        return body is null ? refusal! : await ChangeAsync(incident, request, desk, Actions.WorkIncident, null, person => desk.LinkAsync(incident, body.Kind, body.Target, person, cancellation), cancellation);
    }

    private static async Task<IResult> UnlinkAsync(string incident, string kind, string target, HttpRequest request, IncidentDesk desk, CancellationToken cancellation) =>
        Enum.GetValues<LinkKind>().Where(one => ApiWords.Of(one) == kind).Select(one => (LinkKind?)one).FirstOrDefault() is not { } known
            ? ActionProblems.Unreadable("kind", $"must be one of {string.Join(", ", Enum.GetValues<LinkKind>().Select(ApiWords.Of))}")
            : await ChangeAsync(incident, request, desk, Actions.WorkIncident, null, person => desk.UnlinkAsync(incident, known, target, person, cancellation), cancellation);

    private static async Task<IResult> ChangeAsync(
        string incident, HttpRequest request, IncidentDesk desk, GuardedAction action, string? text, Func<Person, Task<Result<Incident>>> change, CancellationToken cancellation,
        Func<Incident, Person, Task<IncidentAckReply>>? reply = null)
    {
        if (await desk.FindAsync(incident, cancellation) is not { } there)
        {
            return IncidentEndpoints.NoSuch(incident);
        }

        var person = ActionEndpoints.Who(request.HttpContext);
        var changed = await change(person);
        return !changed.IsOk ? IncidentEndpoints.Refused(changed, person, action, there, text)
            : reply is null ? TypedResults.Json(new IncidentReply(changed.Value), ApiWords.Json)
            : TypedResults.Json(await reply(changed.Value, person), ApiWords.Json);
    }
}
