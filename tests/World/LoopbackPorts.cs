using System.Net;
using System.Net.Sockets;

namespace OpsConsole.World;

/// <summary>Free loopback ports, below those that the kernel gives to clients: so a server that is restarted gets its own back.</summary>
internal static class LoopbackPorts
{
    private static readonly HashSet<int> Given = [];

    public static int Next()
    {
        lock (Given)
        {
            for (; ; )
            {
                var port = Random.Shared.Next(20000, 32000);
                if (IsFree(port) && Given.Add(port))
                {
                    return port;
                }
            }
        }
    }

    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
