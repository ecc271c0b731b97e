using System.Net;
using System.Net.Sockets;

namespace OpsConsole.World;

/// <summary>
/// Free loopback ports, below those that the kernel gives to clients: so a server that is restarted gets its own back. One that was given is
/// nobody else's while this process lives, though nobody listens there yet: several suites of tests run beside each other.
/// </summary>
internal static class LoopbackPorts
{
    private static readonly string Claims = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"ops-console-ports-{Environment.UserName}")).FullName;
    private static readonly List<FileStream> Given = [];

    public static int Next()
    {
        lock (Given)
        {
            for (; ; )
            {
                var port = Random.Shared.Next(20000, 32000);
                if (Claim(port) is not { } claim)
                {
                    continue;
                }

                if (IsFree(port))
                {
                    Given.Add(claim);
                    return port;
                }

                claim.Dispose();
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

    // Locked, and gone with this process.
    private static FileStream? Claim(int port)
    {
        try
        {
            return new(Path.Combine(Claims, $"{port}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
