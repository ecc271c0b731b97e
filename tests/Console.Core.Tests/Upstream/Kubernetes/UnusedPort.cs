using System.Net;
using System.Net.Sockets;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes;

/// <summary>A port on loopback at which nobody listens.</summary>
internal static class UnusedPort
{
    public static int Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
