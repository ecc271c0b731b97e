using OpsConsole.Sandbox.Scenarios;

namespace OpsConsole.Sandbox.Hosting;

/// <summary>List, start and stop scenarios. A browser's form is led back to the page, a script gets JSON.</summary>
internal static class ScenarioEndpoints
{
    public static void MapScenarios(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/scenarios", (ScenarioBoard board) => board.List());
        var group = routes.MapGroup("/scenarios").AddEndpointFilter(SameOrigin.RequireAsync);
        group.MapPost("/stop-all", (HttpContext http, ScenarioBoard board) =>
        {
            var stopped = board.StopAll();
            return IsForm(http) ? Results.LocalRedirect("/") : Results.Ok(new { stopped });
        });
        group.MapPost("/{system}/{name}/start", (HttpContext http, ScenarioBoard board, string system, string name) =>
            Answer(http, board, $"{system}/{name}", board.Start(system, name), "runs already"));
        group.MapPost("/{system}/{name}/stop", (HttpContext http, ScenarioBoard board, string system, string name) =>
            Answer(http, board, $"{system}/{name}", board.Stop(system, name), "does not run"));
    }

    private static IResult Answer(HttpContext http, ScenarioBoard board, string id, ScenarioChange change, string already) => change switch
    {
        _ when IsForm(http) && change != ScenarioChange.Unknown => Results.LocalRedirect("/#" + id),
        ScenarioChange.Done => Results.Ok(board.List().Single(s => s.Id == id)),
        ScenarioChange.AlreadySo => Results.Problem($"The scenario {id} {already}.", statusCode: 409, title: "Nothing to do"),
        _ => Results.Problem($"There is no scenario {id}. GET /scenarios lists them.", statusCode: 404, title: "No such scenario"),
    };

    private static bool IsForm(HttpContext http) => http.Request.HasFormContentType;
}
