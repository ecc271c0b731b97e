using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using OpsConsole.Alerts;
using OpsConsole.Storage;

namespace OpsConsole.Api;

/// <summary>
/// Where Alertmanager posts. A notification only wakes the collector, which then asks Alertmanager itself: a forged one changes nothing. What its
/// event recorder tells of alerts that are over goes into the history, where nothing was known of that time.
/// </summary>
internal static partial class AlertmanagerHook
{
    // One byte more than may be: so that who sends too much is told so in words, and not cut off.
    private const long LargestBody = AlertmanagerWebhook.MostBytes + (1024 * 1024);

    public static IServiceCollection AddHooks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HookOptions>()
            .Bind(configuration.GetSection(HookOptions.Section), binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        return services.AddSingleton<IValidateOptions<HookOptions>, HookSecretOptions.Check>();
    }

    public static IEndpointRouteBuilder MapHooks(this IEndpointRouteBuilder app)
    {
        app.MapPost("/hooks/alertmanager", ReceiveAsync).WithTags("Hooks").AllowAnonymous().DisableAntiforgery()
            .AddEndpointFilter<HookGuard>().WithMetadata(new RequestSizeLimitAttribute(LargestBody));
        app.MapPost("/hooks/alertmanager/events", ReceiveEventsAsync).WithTags("Hooks").AllowAnonymous().DisableAntiforgery()
            .AddEndpointFilter<HookGuard>().WithMetadata(new RequestSizeLimitAttribute(LargestBody));
        return app;
    }

    internal static async Task<IResult> ReceiveEventsAsync(HttpRequest request, AlertWake wake, EventRecord record, ILoggerFactory logs, CancellationToken cancellation)
    {
        if (await BodyAsync(request, cancellation) is not { } body)
        {
            wake.Wake();
            return TypedResults.Problem(
                $"Events may have {EventRecorderHook.MostBytes / 1024 / 1024} MB at most: set batch_max_bytes for this output.", statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        var read = EventRecorderHook.Parse(body);
        if (!read.IsOk)
        {
            logs.CreateLogger("OpsConsole.Hooks").Refused(read.Problems[0].ToString());
            return TypedResults.Problem(read.Explanation, statusCode: StatusCodes.Status400BadRequest);
        }

        if (read.Value.IsNews)
        {
            wake.Wake();
        }

        try
        {
            return TypedResults.Ok(new EventsTaken(read.Value.Events, await record.KeepAsync(read.Value.Ended, cancellation)));
        }
        catch (StorageException)
        {
            // It asks again, with a pause that grows.
            return TypedResults.Problem("The history can't be written at the moment: post again.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    internal static async Task<IResult> ReceiveAsync(HttpRequest request, AlertWake wake, ILoggerFactory logs, CancellationToken cancellation)
    {
        if (await BodyAsync(request, cancellation) is not { } body)
        {
            // So much is posted when much has happened: not the moment to stay asleep.
            wake.Wake();
            return TypedResults.Problem(
                $"A notification may have {AlertmanagerWebhook.MostBytes / 1024 / 1024} MB at most: set max_alerts for this receiver. The alerts are asked for all the same.",
                statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        return AlertmanagerWebhook.Parse(body).Match<IResult>(
            post =>
            {
                wake.Wake();
                return TypedResults.Ok();
            },
            problems =>
            {
                logs.CreateLogger("OpsConsole.Hooks").Refused(problems[0].ToString());
                return TypedResults.Problem(string.Join(' ', problems), statusCode: StatusCodes.Status400BadRequest);
            });
    }

    private static async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > AlertmanagerWebhook.MostBytes)
        {
            return null;
        }

        using var body = new MemoryStream();
        var part = new byte[81920];
        for (int read; (read = await request.Body.ReadAsync(part, cancellation)) > 0;)
        {
            if (body.Length + read > AlertmanagerWebhook.MostBytes)
            {
                return null;
            }

            body.Write(part, 0, read);
        }

        return body.ToArray();
    }

    [LoggerMessage(6010, LogLevel.Warning, "A post to the Alertmanager hook was refused: {Problem}")]
    private static partial void Refused(this ILogger log, string problem);
}

/// <summary>What became of a post of events.</summary>
/// <param name="Events">How many events it held.</param>
/// <param name="Kept">How many alerts that are over were new to the history.</param>
internal sealed record EventsTaken(int Events, int Kept);
