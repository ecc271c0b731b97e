using System.Globalization;

namespace OpsConsole.Workloads;

/// <summary>Containers that are started anew often, yet not in a crash loop.</summary>
internal sealed class FrequentRestarts : ICheck
{
    private const int Most = 5;

    /// <inheritdoc/>
    public string Id => "frequent-restarts";

    /// <inheritdoc/>
    public IEnumerable<Suspicion> Look(SystemView view)
    {
        foreach (var it in view.Workloads.Where(it => CrashLoops.Looping(it, view.Now).Length == 0))
        {
            var (all, killed) = (it.Restarts.Sum(restarts => restarts.Count), it.Restarts.Where(restarts => restarts.Reason == "OOMKilled").Sum(restarts => restarts.Count));
            if (all <= Most)
            {
                continue;
            }

            yield return new(
                FindingLevel.Warning, it.Title, killed > 0 ? "Restarts often, for want of memory" : "Restarts often",
                string.Create(CultureInfo.InvariantCulture,
                    $"{all} restarts in the last hour, in {it.Restarts.Select(restarts => restarts.Pod).Distinct().Count()} pods{(killed > 0 ? $"; {killed} after OOMKilled" : string.Empty)}. More than {Most} is not ordinary."),
                killed > 0 ? "Raise the memory limit, or find what eats the memory." : "Read the log of the run before (previous), and look at the liveness probe.");
        }
    }
}
