using System.Net;

namespace OpsConsole.Hosting;

/// <summary>Keeps who really holds the other end of the connection, before forwarded headers say for whom.</summary>
internal static class DirectPeers
{
    public static IApplicationBuilder UseDirectPeers(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Features.Set(new Peer(context.Connection.RemoteIpAddress));
        return next(context);
    });

    /// <summary>The address of the other end of the connection; null for a Unix socket.</summary>
    /// <param name="context">The request.</param>
    public static IPAddress? DirectPeer(this HttpContext context) =>
        context.Features.Get<Peer>() is { } peer ? peer.Address : context.Connection.RemoteIpAddress;

    private sealed record Peer(IPAddress? Address);
}
