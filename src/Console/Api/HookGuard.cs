using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using OpsConsole.Hosting;

namespace OpsConsole.Api;

/// <summary>Lets a post pass that shows the secret; without a configured one, a post of this machine.</summary>
/// <param name="options">The settings.</param>
/// <param name="door">Who is this machine.</param>
/// <param name="refusals">The record of those who were not let in.</param>
/// <param name="log">The log.</param>
internal sealed class HookGuard(IOptions<HookOptions> options, Door door, RefusalRecord refusals, ILogger<HookGuard> log) : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var hook = options.Value.Alertmanager;
        if (!hook.IsSet)
        {
            return door.IsLocal(http) ? await next(context) : await RefuseAsync(http, StatusCodes.Status403Forbidden,
                "No secret is configured for this webhook, so it takes posts of this machine only: set Hooks:Alertmanager:SecretFile.");
        }

        var secret = await hook.ReadAsync(http.RequestAborted);
        if (!secret.IsOk)
        {
            log.NoSecret(secret.Explanation);
            return TypedResults.Problem("The console can't read this webhook's secret; its log says why.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        if (Shown(http.Request) is { } shown && AreEqual(shown, secret.Value))
        {
            return await next(context);
        }

        http.Response.Headers.WWWAuthenticate = "Bearer";
        return await RefuseAsync(http, StatusCodes.Status401Unauthorized,
            "This webhook wants its secret: credentials of type Bearer, or as the password of basic_auth.");
    }

    private async Task<IResult> RefuseAsync(HttpContext http, int status, string words)
    {
        await refusals.NoteAsync(http, "webhook", status == StatusCodes.Status403Forbidden ? "no secret is configured and it came from elsewhere" : "without the right secret");
        return TypedResults.Problem(words, statusCode: status);
    }

    private static string? Shown(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) || header.Parameter is null)
        {
            return null;
        }

        if (header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return header.Parameter;
        }

        var bytes = new byte[header.Parameter.Length];
        return header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) && Convert.TryFromBase64String(header.Parameter, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [_, var password] ? password : null;
    }

    // Hashes have one length: so neither the length nor the place of the first wrong letter shows in the time it takes.
    private static bool AreEqual(string shown, string secret) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(shown)), SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

/// <summary>What the log says of webhooks.</summary>
internal static partial class HookLog
{
    [LoggerMessage(6011, LogLevel.Error, "A webhook can't be answered: {Problem}")]
    public static partial void NoSecret(this ILogger log, string problem);
}
