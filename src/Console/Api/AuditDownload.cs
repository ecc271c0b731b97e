using Microsoft.AspNetCore.Http.HttpResults;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Components.Format;
using OpsConsole.SignIn;
using OpsConsole.Storage;

namespace OpsConsole.Api;

/// <summary>The record as a file: what fits the same filter that the page has in its address, oldest first, as it is read.</summary>
internal static class AuditDownload
{
    private const int Buffer = 64 * 1024;

    public static IEndpointRouteBuilder MapAuditExport(this IEndpointRouteBuilder app)
    {
        app.MapGet("/audit/export.jsonl", (HttpContext http, AuditExporter exporter, TimeProvider clock) =>
            SendAsync(http, exporter, clock, AuditExportFormat.JsonLines)).WithTags("Audit").RequireAction(Actions.ExportAudit);
        app.MapGet("/audit/export.csv", (HttpContext http, AuditExporter exporter, TimeProvider clock) =>
            SendAsync(http, exporter, clock, AuditExportFormat.Csv)).WithTags("Audit").RequireAction(Actions.ExportAudit);
        return app;
    }

    private static async Task<IResult> SendAsync(HttpContext http, AuditExporter exporter, TimeProvider clock, AuditExportFormat format)
    {
        var filter = AuditFilter.Read(name => http.Request.Query[name]);
        if (!filter.IsOk)
        {
            return TypedResults.Problem(filter.Explanation, statusCode: StatusCodes.Status400BadRequest, title: "The filter can't be read");
        }

        var now = clock.GetUtcNow();
        var what = new AuditExport { Format = format, Query = filter.Value.IsEmpty ? null : filter.Value.ToQuery(now) };
        Begin(http.Response, format, now);
        try
        {
            // Not disposed of: what an export that broke has left in it must not be sent.
            var body = new BufferedStream(http.Response.Body, Buffer);
            var exported = await exporter.WriteAsync(what, body, PersonClaims.Of(http.User)!, http.RequestAborted);
            return exported.IsOk ? TypedResults.Empty : Refuse(http.Response, exported.Explanation);
        }
        catch (StorageException e) when (!http.Response.HasStarted)
        {
            return Refuse(http.Response, e.Message);
        }
        catch (StorageException)
        {
            // Half a record must not look like a whole one.
            http.Abort();
            return TypedResults.Empty;
        }
    }

    private static void Begin(HttpResponse response, AuditExportFormat format, DateTimeOffset now)
    {
        var ending = format is AuditExportFormat.Csv ? "csv" : "jsonl";
        response.ContentType = format is AuditExportFormat.Csv ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"audit-{Times.InName(now)}.{ending}\"";
        response.Headers.CacheControl = "no-store";
    }

    private static ProblemHttpResult Refuse(HttpResponse response, string why)
    {
        response.Headers.ContentDisposition = default;
        return TypedResults.Problem(why, statusCode: StatusCodes.Status503ServiceUnavailable, title: "The record can't be exported now");
    }
}
