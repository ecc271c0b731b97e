using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using OpsConsole.Pages.Walls;

namespace OpsConsole.Hosting;

/// <summary>How often one address may try to sign in, open connections and post to webhooks. Everything else costs the console little.</summary>
internal static class RateLimits
{
    private const int Parts = 6;
    private static readonly TimeSpan Part = TimeSpan.FromMinutes(1) / Parts;

    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (rejected, _) => new ValueTask(RejectAsync(rejected.HttpContext, rejected.Lease));
        });
        services.AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>()
            .Configure<IOptions<HttpOptions>>((limiter, http) => limiter.GlobalLimiter = Limiter(http.Value.Limits));
        return services;
    }

    private static PartitionedRateLimiter<HttpContext> Limiter(HttpOptions.LimitOptions limits) => PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<HttpContext, string>(context => IsSigningIn(context.Request) || WallEndpoints.BringsToken(context.Request) ? Tokens($"sign-in {Caller(context)}", limits.SignInsPerMinute)
            : IsConnecting(context.Request) ? Tokens($"connect {Caller(context)}", limits.ConnectionsPerMinute)
            : context.Request.Path.StartsWithSegments("/hooks") ? Tokens($"hook {Caller(context)}", limits.HooksPerMinute)
            : RateLimitPartition.GetNoLimiter(string.Empty)),
        PartitionedRateLimiter.Create<HttpContext, string>(context => SignInForms.UserOf(context) is { } user
            ? Tokens($"user {user}", limits.SignInsPerMinute)
            : RateLimitPartition.GetNoLimiter(string.Empty)));

    /// <summary>Whether a request tries to sign somebody in.</summary>
    /// <param name="request">The request.</param>
    public static bool IsSigningIn(HttpRequest request) => request.Path.StartsWithSegments("/sign-in")
        && (HttpMethods.IsPost(request.Method) || request.Path.StartsWithSegments("/sign-in/oidc"));

    private static bool IsConnecting(HttpRequest request) =>
        (request.Path.StartsWithSegments("/_blazor") || request.Path.StartsWithSegments("/hubs"))
        && (OurOrigins.IsUpgrade(request) || request.Path.Value!.EndsWith("/negotiate", StringComparison.OrdinalIgnoreCase));

    private static RateLimitPartition<string> Tokens(string key, int perMinute) => RateLimitPartition.GetTokenBucketLimiter(key, _ => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = Math.Max(1, perMinute / Parts),
        ReplenishmentPeriod = Part,
        QueueLimit = 0,
    });

    // Who has one IPv6 address has at least 2^64 of them.
    private static string Caller(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.Loopback;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily is AddressFamily.InterNetwork ? plain.ToString() : Convert.ToHexString(plain.GetAddressBytes().AsSpan(0, 8));
    }

    private static Task RejectAsync(HttpContext context, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Part;
        context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return PlainAnswer.WriteAsync(context, StatusCodes.Status429TooManyRequests,
            $"Too many tries within a minute. Try again in {Math.Max(1, Math.Ceiling(wait.TotalSeconds))} s.");
    }
}
