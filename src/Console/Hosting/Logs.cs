using OpsConsole.Storage;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace OpsConsole.Hosting;

/// <summary>Serilog on standard output: plain lines or JSON, by the setting <c>Logs:Format</c> (console, json).</summary>
internal static class Logs
{
    // Who asks for the keys of cookies, with each page, while the database is away. That it is away is told once, where it is noticed.
    private static readonly string[] Echoes = ["Microsoft.AspNetCore.DataProtection.", "Microsoft.AspNetCore.Antiforgery.", "Microsoft.AspNetCore.Components.Infrastructure."];

    /// <summary>Takes over the host's logging.</summary>
    /// <returns>What is wrong with the settings; null when nothing is.</returns>
    public static Problem? AddLogs(this WebApplicationBuilder builder)
    {
        var format = builder.Configuration["Logs:Format"] ?? "console";
        if (format is not ("console" or "json"))
        {
            return new Problem("Logs:Format", $"'{format}' is not known: write console or json");
        }

        try
        {
            builder.Logging.ClearProviders().AddSerilog(Create(builder.Configuration, format), dispose: true);
            return null;
        }
        catch (InvalidOperationException e)
        {
            // Serilog's own words for a level it does not know.
            return new Problem("Serilog:MinimumLevel", $"{e.Message} Write Verbose, Debug, Information, Warning, Error or Fatal.");
        }
    }

    private static bool IsEcho(LogEvent written) => written.Exception is StorageException or { InnerException: StorageException }
        && written.Properties.GetValueOrDefault(Constants.SourceContextPropertyName) is ScalarValue { Value: string source }
        && Array.Exists(Echoes, echo => source.StartsWith(echo, StringComparison.Ordinal));

    private static Logger Create(IConfiguration configuration, string format)
    {
        var logs = new LoggerConfiguration().ReadFrom.Configuration(configuration).Enrich.FromLogContext().Filter.ByExcluding(IsEcho);
        return (format == "json"
            ? logs.WriteTo.Console(new JsonFormatter(renderMessage: true))
            : logs.WriteTo.Console(
                outputTemplate: "{Timestamp:HH:mm:ss.fff} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}",
                formatProvider: System.Globalization.CultureInfo.InvariantCulture)).CreateLogger();
    }
}
