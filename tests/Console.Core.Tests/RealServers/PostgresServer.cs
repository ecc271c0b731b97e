using System.Diagnostics;
using System.Globalization;
using Npgsql;
using OpsConsole.World;

namespace OpsConsole.Core.Tests.RealServers;

/// <summary>
/// A real PostgreSQL with its own data folder, on loopback only, as durable as in production unless told otherwise. It can be stopped, killed
/// and started again on the same port, and it ends with the tests, however these end.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string Programs = "/usr/lib/postgresql/15/bin";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // A data folder takes seconds to make and a moment to copy.
    private static readonly Lazy<Task<string>> Blank = new(MakeBlankAsync);

    private readonly bool isDurable;
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("ops-console-postgres-");
    private int made;
    private Process? process;

    private PostgresServer(bool isDurable) => this.isDurable = isDurable;

    public int Port { get; } = LoopbackPorts.Next();

    private string Data => Path.Combine(root.FullName, "data");

    private string Log => Path.Combine(root.FullName, "log");

    /// <summary>Makes a server with no database but its own, and starts it.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="isDurable">Whether it waits for the disk, as in production (fsync). What is committed outlives a kill either way.</param>
    public static async Task<PostgresServer> StartNewAsync(CancellationToken cancellation, bool isDurable = true)
    {
        Must(File.Exists($"{Programs}/postgres"), $"{Programs}/postgres is missing. Install it: apt-get install postgresql (test.sh does so).");
        var server = new PostgresServer(isDurable);
        try
        {
            await GiveAsync(server.root.FullName, cancellation);
            await RunAsync("setpriv", [.. AsNobodySpecial(), "cp", "-a", await Blank.Value, server.Data], cancellation);
            await server.StartAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it, or starts it again; comes back once it answers.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        string[] settings =
        [
            "-D", Data, "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-c", "unix_socket_directories=", "-c", "max_connections=200",
            "-c", "shared_buffers=64MB", "-c", "log_destination=stderr", "-c", "logging_collector=on", "-c", $"log_directory={Log}", "-c", $"fsync={(isDurable ? "on" : "off")}",
        ];
        var clock = TimeProvider.System;
        for (var begun = clock.GetTimestamp(); process is null || !await AnswersAsync(cancellation);)
        {
            Must(clock.GetElapsedTime(begun) < Patience, $"PostgreSQL does not answer; see {Log}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), clock, cancellation);
            if (process is { HasExited: false })
            {
                continue;
            }

            // After a kill it refuses to start while a child of before still holds the shared memory: that is a matter of moments.
            // It writes two lines before its log is open; they would only be noise between the results.
            process?.Dispose();
            process = await Launcher.StartAsync(new("setpriv", ["--pdeathsig", "KILL", .. AsNobodySpecial(), $"{Programs}/postgres", .. settings]) { RedirectStandardError = true });
        }
    }

    /// <summary>Ends it in order, as an administrator would: those who are connected are thrown out.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await RunAsync("kill", ["-INT", process!.Id.ToString(CultureInfo.InvariantCulture)], cancellation);
        await process.WaitForExitAsync(cancellation);
        Forget();
    }

    /// <summary>Ends it and all its processes at once, as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            Forget();
        }
    }

    /// <summary>Makes an empty database and gives its connection string.</summary>
    public async Task<string> NewDatabaseAsync(CancellationToken cancellation, string template = "template1")
    {
        var name = $"test{Interlocked.Increment(ref made)}";
        await using var connection = new NpgsqlConnection(ConnectionTo("postgres"));
        await connection.OpenAsync(cancellation);
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE {template}", connection);
        await create.ExecuteNonQueryAsync(cancellation);
        return ConnectionTo(name);
    }

    public string ConnectionTo(string database) => $"Host=127.0.0.1;Port={Port};Database={database};Username=postgres;Timeout=5";

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        root.Delete(recursive: true);
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        if (process!.HasExited)
        {
            return false;
        }

        try
        {
            await using var connection = new NpgsqlConnection(ConnectionTo("postgres") + ";Pooling=false");
            await connection.OpenAsync(cancellation);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    // Not xunit's: benchmarks use this server, too.
    private static void Must(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new InvalidOperationException(otherwise);
        }
    }

    private void Forget()
    {
        process?.Dispose();
        process = null;
    }

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private static async Task<string> MakeBlankAsync()
    {
        var folder = Directory.CreateTempSubdirectory("ops-console-postgres-blank-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        await GiveAsync(folder.FullName, CancellationToken.None);
        var data = Path.Combine(folder.FullName, "data");
        await RunAsync("setpriv", [.. AsNobodySpecial(), $"{Programs}/initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"], CancellationToken.None);
        return data;
    }

    // It refuses to run as root, and reads only what is its own.
    private static async Task GiveAsync(string folder, CancellationToken cancellation)
    {
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", ["postgres", folder], cancellation);
        }
    }

    private static string[] AsNobodySpecial() => Environment.IsPrivilegedProcess ? ["--reuid", "postgres", "--regid", "postgres", "--clear-groups"] : [];

    private static async Task RunAsync(string program, string[] arguments, CancellationToken cancellation)
    {
        using var running = await Launcher.StartAsync(new(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/" });
        var said = await Task.WhenAll(running.StandardOutput.ReadToEndAsync(cancellation), running.StandardError.ReadToEndAsync(cancellation));
        await running.WaitForExitAsync(cancellation);
        Must(running.ExitCode == 0, $"{program} {string.Join(' ', arguments)} failed: {string.Concat(said)}");
    }
}
