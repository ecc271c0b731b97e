using System.Globalization;

namespace OpsConsole.Sandbox.Model;

/// <summary>Why a pod's container has not begun.</summary>
internal enum PodHold
{
    None,

    /// <summary>No node takes it.</summary>
    Unschedulable,

    /// <summary>Its image cannot be pulled.</summary>
    ImagePull,
}

/// <summary>How a container's run ended.</summary>
internal sealed record Termination(string Reason, int ExitCode, double StartedAt, double FinishedAt);

/// <summary>One pod. Its name is made from a seed, so that two processes name the same pods alike.</summary>
internal sealed class Pod(Workload workload, PodPlace place, Revision revision, double createdAt, double readyAt)
{
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";
    private const int RememberedEnds = 50;
    private const double ProcessEndsAfter = 2;
    private readonly List<Termination> ends = [];
    private readonly List<(string What, double From, double To)> troubles = [];

    public Workload Workload => workload;

    /// <summary>Its place in the workload; it stays until the pod is gone.</summary>
    public int Slot => place.Slot;

    /// <summary>Which of the workload's pods it is, for faults that hit the first ones. After a rollout the ranks close up.</summary>
    public int Rank { get; set; } = place.Slot;

    public Revision Revision => revision;

    public string Name { get; } = NameOf(workload.Description, place, revision);

    public string Ip { get; } = $"10.42.{place.Slot % 3}.{10 + (Signal.Hash($"{workload.Description.Namespace}/{workload.Description.Name}/{place.Slot}/{place.Generation}") % 240)}";

    /// <summary>Empty until a node takes it.</summary>
    public string Node { get; set; } = place.Node ?? "";

    public double CreatedAt => createdAt;

    public double ReadyAt { get; set; } = readyAt;

    /// <summary>When its counters began: a restart moves it.</summary>
    public double StartedAt { get; set; } = readyAt;

    /// <summary>When the container's present run began.</summary>
    public double RunSince { get; set; } = readyAt;

    public long Restarts { get; set; }

    public bool Running { get; set; }

    public PodHold Hold { get; set; }

    /// <summary>The container waits in CrashLoopBackOff.</summary>
    public bool Waiting { get; set; }

    /// <summary>The process does not answer its scrape.</summary>
    public bool Failing { get; set; }

    public bool Unready { get; set; }

    /// <summary>When its end was asked for; null while it is to stay.</summary>
    public double? EndingSince { get; private set; }

    /// <summary>When its process is over.</summary>
    public double EndsAt { get; private set; } = double.MaxValue;

    public long GraceSeconds { get; private set; }

    /// <summary>What the API knows it by, once it does.</summary>
    public string? Uid { get; set; }

    public bool Ending => EndingSince is not null;

    public bool Ready => Running && !Waiting && !Failing && !Unready;

    public string Phase => Running ? "Running" : "Pending";

    /// <summary>How its former runs ended, oldest first.</summary>
    public IReadOnlyList<Termination> Ends => ends;

    /// <summary>When it was failing or unready; what goes on has no end.</summary>
    public IReadOnlyList<(string What, double From, double To)> Troubles => troubles;

    /// <summary>Notes a trouble's beginning or end.</summary>
    public void Trouble(string what, bool there, double t)
    {
        var open = troubles.FindIndex(it => it.What == what && it.To == double.MaxValue);
        if (there && open < 0) troubles.Add((what, t, double.MaxValue));
        else if (!there && open >= 0) troubles[open] = troubles[open] with { To = t };
        if (troubles.Count > RememberedEnds) troubles.RemoveAt(0);
    }

    /// <summary>Asks it to end. A simulated process needs no longer than two seconds, whatever its grace period is.</summary>
    public void End(double t, long graceSeconds)
    {
        if (Ending) return;
        EndingSince = t;
        GraceSeconds = graceSeconds;
        EndsAt = t + Math.Min(graceSeconds, Running ? ProcessEndsAfter : 0.5);
    }

    public void RunEnded(string reason, int exitCode, double t)
    {
        ends.Add(new(reason, exitCode, RunSince, t));
        if (ends.Count > RememberedEnds) ends.RemoveAt(0);
        RunSince = t;
    }

    internal static string Text(string seed, int length) => string.Create(length, seed, static (span, from) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = Letters[(int)(Signal.Hash(from, i + 1) % (uint)Letters.Length)];
    });

    private static string NameOf(Fleet.WorkloadDescription it, PodPlace place, Revision revision)
    {
        var suffix = Text($"{it.Name}/{place.Slot}/{place.Generation}", 5);
        return it.Kind switch
        {
            "StatefulSet" => string.Create(CultureInfo.InvariantCulture, $"{it.Name}-{place.Slot}"),
            "DaemonSet" => $"{it.Name}-{suffix}",
            _ => $"{it.Name}-{revision.Hash}-{suffix}",
        };
    }
}

/// <summary>Where a pod comes to be: its slot, how many pods that slot had before, and its node, if one takes it.</summary>
internal sealed record PodPlace(int Slot, int Generation, string? Node);
