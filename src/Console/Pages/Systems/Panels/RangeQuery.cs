using Microsoft.Extensions.Options;
using OpsConsole.Panels;

namespace OpsConsole.Pages.Systems.Panels;

/// <summary>The range that a request's query names: <c>range</c>, or <c>from</c> and <c>to</c>.</summary>
internal static class RangeQuery
{
    /// <summary>Reads it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="zone">The zone of times without an offset.</param>
    public static Result<PanelRange> Read(HttpContext http, TimeZoneInfo zone)
    {
        var (query, services) = (http.Request.Query, http.RequestServices);
        return PanelRange.Read(
            query["range"], query["from"], query["to"], zone, services.GetRequiredService<IOptions<PanelOptions>>().Value.Range, services.GetRequiredService<TimeProvider>().GetUtcNow());
    }
}
