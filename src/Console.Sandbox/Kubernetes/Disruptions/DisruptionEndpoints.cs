using System.Globalization;
using OpsConsole.Sandbox.Hosting;

namespace OpsConsole.Sandbox.Kubernetes.Disruptions;

/// <summary>Trouble with the API itself, on demand: watches that break, a past that is forgotten, no answers for a while.</summary>
internal static class DisruptionEndpoints
{
    public static void MapDisruptions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/kubernetes").AddEndpointFilter(SameOrigin.RequireAsync);
        group.MapGet("/watches", (OpenWatches watches) => Results.Ok(new { open = watches.Count }));
        group.MapPost("/cut-watches", CutAsync);
        group.MapPost("/forget", (ObjectStore store) =>
        {
            store.Forget();
            return Results.Ok(new { oldest = store.Oldest });
        });
        group.MapPost("/outage", BeginOutage);
    }

    /// <summary>Reads 500ms, 10s, 2m; null for anything else.</summary>
    internal static TimeSpan? Duration(string? text)
    {
        if (text is null) return null;
        var unit = text.EndsWith("ms", StringComparison.Ordinal) ? "ms" : text.EndsWith('s') ? "s" : text.EndsWith('m') ? "m" : "";
        if (unit.Length == 0 || !double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number is <= 0 or > 86_400) return null;
        return unit switch { "ms" => TimeSpan.FromMilliseconds(number), "s" => TimeSpan.FromSeconds(number), _ => TimeSpan.FromMinutes(number) };
    }

    private static IResult CutAsync(string? every, string? @for, bool? once, OpenWatches watches, TimeProvider clock, IHostApplicationLifetime life)
    {
        if (once == true) return Results.Ok(new { cut = watches.Cut() });
        if (Duration(every) is not { } pause) return Wrong("every", every);
        if (Duration(@for) is not { } length) return Wrong("for", @for);
        _ = CutAgainAndAgainAsync(watches, pause, length, clock, life.ApplicationStopping);
        return Results.Accepted();
    }

    private static async Task CutAgainAndAgainAsync(OpenWatches watches, TimeSpan every, TimeSpan length, TimeProvider clock, CancellationToken stopping)
    {
        var end = clock.GetUtcNow() + length;
        using var timer = new PeriodicTimer(every, clock);
        try
        {
            while (clock.GetUtcNow() < end)
            {
                watches.Cut();
                await timer.WaitForNextTickAsync(stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The sandbox stops.
        }
    }

    private static IResult BeginOutage(string? @for, Outage outage, OpenWatches watches)
    {
        if (Duration(@for) is not { } length) return Wrong("for", @for);
        outage.Begin(length);
        return Results.Ok(new { cut = watches.Cut() });
    }

    private static IResult Wrong(string field, string? given) => Results.Problem(
        $"{field}={given ?? "(nothing)"} is no length of time; give one such as 500ms, 10s or 2m.", statusCode: StatusCodes.Status400BadRequest,
        title: "No length of time");
}
