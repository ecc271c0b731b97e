using Microsoft.AspNetCore.Http.HttpResults;
using OpsConsole.Hosting;
using OpsConsole.Live;
using OpsConsole.Sources;
using OpsConsole.Storage;
using OpsConsole.Upstream;

namespace OpsConsole.Health;

/// <summary>What orchestrators and people ask of the console's own health. The console is ready although an upstream is not: that is when it is needed.</summary>
internal static class HealthEndpoints
{
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/health").WithTags("Health");
        group.MapGet("/live", () => TypedResults.Text("live\n")).AllowAnonymous();
        group.MapGet("/ready", Ready).AllowAnonymous();
        group.MapGet("/detailed", Detailed).ForScrapers();
        return app;
    }

    private static ContentHttpResult Ready(LiveState live) => live.Systems.Current.Value is null
        ? TypedResults.Text("starting: the systems' profiles are not read yet\n", statusCode: StatusCodes.Status503ServiceUnavailable)
        : TypedResults.Text("ready\n");

    private static JsonHttpResult<HealthReport> Detailed(LiveState live, SourceRegistry registry, StorageState storage, Database database, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var sources = registry.Statuses.Select(SourceHealth.Of).ToList();
        var sections = live.All.Select(section => SectionHealth.Of(section, now)).ToList();
        var isWhole = storage.Current.IsReady && sources.TrueForAll(source => source.Reachable is true) && sections.TrueForAll(section => section.Freshness == "live");
        return TypedResults.Json(new HealthReport(isWhole ? "ok" : "degraded", now, storage.HealthOf(database), sources, sections));
    }

    internal sealed record HealthReport(string Status, DateTimeOffset At, StorageHealth Storage, IReadOnlyList<SourceHealth> Sources, IReadOnlyList<SectionHealth> Sections);

    internal sealed record SourceHealth(
        string Name, string Kind, bool? Reachable, double? LatencyMilliseconds, DateTimeOffset? LastSuccess, string? Error, DateTimeOffset? FailingSince)
    {
        public static SourceHealth Of(SourceStatus source) => new(
            source.Name, source.Kind.ToString(), source.Reachable, source.Latency?.TotalMilliseconds, source.LastSuccess, source.Error, source.FailingSince);
    }

    internal sealed record SectionHealth(string Name, string Freshness, long Version, DateTimeOffset? ObservedAt, string? Problem)
    {
        public static SectionHealth Of(ILiveSection section, DateTimeOffset now)
        {
            var head = section.Head;
            return new(section.Name, head.FreshnessAt(now, section.StaleAfter).ToString().ToLowerInvariant(), head.Version, head.ObservedAt, head.Problem);
        }
    }
}
