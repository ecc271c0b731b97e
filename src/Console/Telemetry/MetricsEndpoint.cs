using OpsConsole.Hosting;

namespace OpsConsole.Telemetry;

/// <summary>GET /metrics.</summary>
internal static class MetricsEndpoint
{
    public static IEndpointRouteBuilder MapMetrics(this IEndpointRouteBuilder app)
    {
        app.MapGet("/metrics", (MetricsPage page) =>
        {
            using var text = new StringWriter { NewLine = "\n" };
            page.Write(text);
            return TypedResults.Text(text.ToString(), "text/plain; version=0.0.4; charset=utf-8");
        }).WithTags("Health").ForScrapers();
        return app;
    }
}
