using System.Globalization;

namespace OpsConsole.Sandbox.Model;

/// <summary>One pod. Its name is made from a seed, so that two processes name the same pods alike.</summary>
internal sealed class Pod(Workload workload, int slot, int generation, double createdAt, double readyAt)
{
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";

    public Workload Workload => workload;

    public int Slot => slot;

    public string Name { get; } = workload.Description.Kind == "StatefulSet"
        ? string.Create(CultureInfo.InvariantCulture, $"{workload.Description.Name}-{slot}")
        : $"{workload.Description.Name}-{Text(workload.Description.Name, 10)}-{Text($"{workload.Description.Name}/{slot}/{generation}", 5)}";

    public string Ip { get; } = $"10.42.{slot % 3}.{10 + (Signal.Hash($"{workload.Description.Namespace}/{workload.Description.Name}/{slot}/{generation}") % 240)}";

    public string Node { get; } = workload.NodeOf(slot);

    public double CreatedAt => createdAt;

    public double ReadyAt { get; set; } = readyAt;

    /// <summary>When the container's process began: a restart moves it.</summary>
    public double StartedAt { get; set; } = readyAt;

    public long Restarts { get; set; }

    public bool Running { get; set; }

    /// <summary>The container waits in CrashLoopBackOff.</summary>
    public bool Waiting { get; set; }

    /// <summary>The process does not answer its scrape.</summary>
    public bool Failing { get; set; }

    public bool Unready { get; set; }

    public bool Ready => Running && !Waiting && !Failing && !Unready;

    public string Phase => Running ? "Running" : "Pending";

    private static string Text(string seed, int length) => string.Create(length, seed, static (span, from) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = Letters[(int)(Signal.Hash(from, i + 1) % (uint)Letters.Length)];
    });
}
