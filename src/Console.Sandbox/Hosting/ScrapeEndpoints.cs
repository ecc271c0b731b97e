using OpsConsole.Sandbox.Exposition;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Hosting;

/// <summary>What Prometheus meets: discovery and the targets' metrics.</summary>
internal static class ScrapeEndpoints
{
    public static void MapScrapes(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sd/prometheus", (HttpContext http, World world) =>
            Results.Json(world.Targets.Select(t => Discovered(t, http.Connection.LocalPort))));
        routes.MapGet("/metrics/{job}/{id}", (World world, string job, string id) =>
            world.Look(job, id, (target, t, fails) => fails ? null : ExpositionText.Of(target, t)) is { } text
                ? Results.Text(text, ExpositionText.ContentType)
                : Results.Text($"{job}/{id} does not answer\n", statusCode: StatusCodes.Status503ServiceUnavailable));
    }

    private static object Discovered(SimTarget target, int port) => new
    {
        targets = new[] { $"127.0.0.1:{port}" },
        labels = new Dictionary<string, string>(target.Labels) { ["__metrics_path__"] = target.Path },
    };
}
