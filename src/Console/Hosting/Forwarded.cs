using Microsoft.AspNetCore.HttpOverrides;

namespace OpsConsole.Hosting;

/// <summary>Believes X-Forwarded-For, -Proto and -Host, when a known proxy sends them.</summary>
internal static class Forwarded
{
    public static IApplicationBuilder UseForwarded(this IApplicationBuilder app)
    {
        var door = app.ApplicationServices.GetRequiredService<Door>();

        // With no proxy named the framework's middleware would believe everybody: then it must not be there.
        if (door.KnownProxies.IsEmpty)
        {
            return app;
        }

        // No limit of hops: each hop further is believed only while the one before it is a known proxy, too.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All & ~ForwardedHeaders.XForwardedPrefix, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in door.KnownProxies.Networks)
        {
            options.KnownIPNetworks.Add(network);
        }

        return app.UseForwardedHeaders(options);
    }
}
