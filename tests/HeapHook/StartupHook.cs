using System.Globalization;
using System.Net;
using System.Text;

/// <summary>
/// Measures the managed heap of a server that knows nothing of it: DOTNET_STARTUP_HOOKS loads this into its process, where it collects garbage and answers
/// <c>{"heapBytes": N}</c> on the loopback port that HEAP_PORT names. For measurements only; nothing of it ships.
/// </summary>
internal static class StartupHook
{
    /// <summary>Called by the runtime before the program begins.</summary>
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("HEAP_PORT") is { Length: > 0 } port)
        {
            // Its own thread: the measured server's pool stays its own.
            new Thread(() => Serve(port)) { IsBackground = true, Name = "heap" }.Start();
        }
    }

    private static void Serve(string port)
    {
        using var listener = new HttpListener();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        while (true)
        {
            var response = listener.GetContext().Response;
            response.ContentType = "application/json";
            using (response.OutputStream)
            {
                response.OutputStream.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"heapBytes\": {Collected()}}}")));
            }
        }
    }

    private static long Collected()
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: false);
    }
}
