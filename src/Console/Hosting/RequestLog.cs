using System.Diagnostics;

namespace OpsConsole.Hosting;

/// <summary>One line a request: method, path, status, time. Never a query, a header or a body: they may hold secrets.</summary>
internal static partial class RequestLog
{
    // Scraped and probed every few seconds: worth a line only when they fail.
    private static readonly PathString[] Quiet = ["/health", "/metrics", "/_framework", "/css", "/js", "/img", "/fonts"];

    public static IApplicationBuilder UseRequestLog(this IApplicationBuilder app)
    {
        var log = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("OpsConsole.Requests");
        return app.Use(async (context, next) =>
        {
            var begun = Stopwatch.GetTimestamp();
            try
            {
                await next(context);
            }
            finally
            {
                var request = context.Request;
                var isQuiet = context.Response.StatusCode < 400 && Array.Exists(Quiet, path => request.Path.StartsWithSegments(path));
                var milliseconds = Math.Round(Stopwatch.GetElapsedTime(begun).TotalMilliseconds, 1);
                log.Answered(isQuiet ? LogLevel.Debug : LogLevel.Information, request.Method, request.Path, context.Response.StatusCode, milliseconds);
            }
        });
    }

    [LoggerMessage(EventId = 6001, Message = "{Method} {Path} answered {Status} in {Milliseconds} ms")]
    private static partial void Answered(this ILogger log, LogLevel level, string method, PathString path, int status, double milliseconds);
}
