using System.Collections.Immutable;
using OpsConsole.Live;

namespace OpsConsole.Remediation;

/// <summary>All guarded actions: the one list of them.</summary>
public sealed class RemedyBook
{
    internal RemedyBook(ImmutableArray<IRemedy> remedies)
    {
        Remedies = remedies;
        All = [.. remedies.Select(remedy => remedy.About)];
    }

    /// <summary>What they are, in the order of the documentation.</summary>
    public ImmutableArray<RemedyDescription> All { get; }

    /// <summary>The actions.</summary>
    internal ImmutableArray<IRemedy> Remedies { get; }

    /// <summary>An action for people, by its name; null when there is none.</summary>
    /// <param name="kind">Its name: <c>lease-delete</c>.</param>
    public RemedyDescription? Describe(string kind) => Find(kind)?.About;

    /// <summary>All of them where nothing can be done: to check what is written about them.</summary>
    public static ImmutableArray<RemedyDescription> Descriptions() => Of(new RemedyPorts([], [], [], new LiveState(TimeProvider.System), TimeProvider.System)).All;

    /// <summary>The book with every action that there is: a further one is one more line here.</summary>
    /// <param name="ports">What they reach.</param>
    internal static RemedyBook Of(RemedyPorts ports) => new(
    [
        new LeaseDelete(ports), new Scale(ports), new RolloutRestart(ports), new PodDelete(ports), new PodEvict(ports), new SilenceCreate(ports),
        new SilenceExtend(ports), new SilenceEdit(ports), new SilenceExpire(ports),
    ]);

    /// <summary>An action by its name; null when there is none.</summary>
    /// <param name="kind">Its name.</param>
    internal IRemedy? Find(string kind) => Remedies.FirstOrDefault(remedy => remedy.About.Kind == kind);
}
