using System.Diagnostics;
using System.Globalization;

namespace OpsConsole.Telemetry;

/// <summary>The process' own metrics under the names every Prometheus client library uses.</summary>
internal static class ProcessMetrics
{
    public static void Write(TextWriter output)
    {
        using var process = Process.GetCurrentProcess();
        Write(output, "process_cpu_seconds_total", "counter", "Processor time used.", process.TotalProcessorTime.TotalSeconds);
        Write(output, "process_resident_memory_bytes", "gauge", "Resident memory.", process.WorkingSet64);
        Write(output, "process_start_time_seconds", "gauge", "When the process was started, Unix time.",
            new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeMilliseconds() / 1000.0);
        Write(output, "dotnet_gc_heap_bytes", "gauge", "Managed heap.", GC.GetTotalMemory(forceFullCollection: false));
        Write(output, "dotnet_threadpool_threads", "gauge", "Threads of the thread pool.", ThreadPool.ThreadCount);
    }

    private static void Write(TextWriter output, string name, string type, string help, double value) =>
        output.Write($"# HELP {name} {help}\n# TYPE {name} {type}\n{name} {value.ToString("R", CultureInfo.InvariantCulture)}\n");
}
