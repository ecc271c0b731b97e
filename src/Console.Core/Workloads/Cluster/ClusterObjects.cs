using System.Collections.Immutable;

namespace OpsConsole.Workloads;

/// <summary>An object of a cluster, as far as the console looks at it.</summary>
public interface IClusterObject
{
    /// <summary>Which object it is.</summary>
    ObjectIdentity Id { get; }
}

/// <summary>What every object has: its name, its identity and its version.</summary>
/// <param name="Namespace">Its namespace; empty for an object of the whole cluster.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its identity; an object that was deleted and made again has another.</param>
/// <param name="ResourceVersion">Its version, opaque: equal or not, never more.</param>
public sealed record ObjectIdentity(string Namespace, string Name, string Uid, string ResourceVersion)
{
    /// <summary>When it was made, by the cluster's clock; null when the cluster does not say.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it must be gone; null when nobody deleted it.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Its labels.</summary>
    public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Who controls it; null for nobody.</summary>
    public ObjectOwner? Owner { get; init; }
}

/// <summary>The controller of an object.</summary>
/// <param name="Kind">For example <c>ReplicaSet</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its identity.</param>
public sealed record ObjectOwner(string Kind, string Name, string Uid);

/// <summary>A condition of an object.</summary>
/// <param name="Type">For example <c>Ready</c>.</param>
/// <param name="Status"><c>True</c>, <c>False</c> or <c>Unknown</c>.</param>
/// <param name="Reason">The machine's word for why; null when not given.</param>
/// <param name="Message">The sentence for a person; null when not given. From outside: encode it.</param>
/// <param name="ChangedAt">Since when.</param>
public sealed record Condition(string Type, string Status, string? Reason, string? Message, DateTimeOffset? ChangedAt);

/// <summary>A label selector of an object: all of it must hold.</summary>
/// <param name="Labels">Labels that must be equal.</param>
/// <param name="Terms">Terms with In, NotIn, Exists and DoesNotExist.</param>
public sealed record LabelSelector(ImmutableDictionary<string, string> Labels, ImmutableArray<SelectorTerm> Terms)
{
    /// <summary>Whether an object's labels fit. An empty selector fits everything.</summary>
    /// <param name="labels">The labels.</param>
    public bool Fits(ImmutableDictionary<string, string> labels) =>
        Labels.All(label => labels.TryGetValue(label.Key, out var value) && value == label.Value) && Terms.All(term => term.Fits(labels));
}

/// <summary>One term of a label selector.</summary>
/// <param name="Key">The label.</param>
/// <param name="Operator"><c>In</c>, <c>NotIn</c>, <c>Exists</c> or <c>DoesNotExist</c>.</param>
/// <param name="Values">The values for In and NotIn.</param>
public sealed record SelectorTerm(string Key, string Operator, ImmutableArray<string> Values)
{
    /// <summary>Whether labels fit. An operator that is not known fits nothing.</summary>
    /// <param name="labels">The labels.</param>
    public bool Fits(ImmutableDictionary<string, string> labels) => (Operator, labels.GetValueOrDefault(Key)) switch
    {
        ("In", { } value) => Values.Contains(value),
        ("NotIn", var value) => value is null || !Values.Contains(value),
        ("Exists", var value) => value is not null,
        ("DoesNotExist", var value) => value is null,
        _ => false,
    };
}

/// <summary>A Deployment, StatefulSet, DaemonSet or ReplicaSet: what keeps pods. The record's type argument in a watch says which.</summary>
public abstract record PodController : IClusterObject
{
    /// <inheritdoc/>
    public required ObjectIdentity Id { get; init; }

    /// <summary><c>Deployment</c>, <c>StatefulSet</c>, <c>DaemonSet</c> or <c>ReplicaSet</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>How many pods there should be.</summary>
    public required int Desired { get; init; }

    /// <summary>How many pods there are, old and new.</summary>
    public int Current { get; init; }

    /// <summary>How many of them are of the newest template.</summary>
    public int Updated { get; init; }

    /// <summary>How many are ready.</summary>
    public int Ready { get; init; }

    /// <summary>How many are ready for long enough to count.</summary>
    public int Available { get; init; }

    /// <summary>The generation of what is wanted.</summary>
    public long Generation { get; init; }

    /// <summary>The generation that its controller has seen; below <see cref="Generation"/> the figures speak of an older wish.</summary>
    public long ObservedGeneration { get; init; }

    /// <summary>Whether its rollout is paused.</summary>
    public bool Paused { get; init; }

    /// <summary>When somebody last asked for new pods for all, by the clock of who asked (<c>kubectl rollout restart</c>); null for never.</summary>
    public DateTimeOffset? RestartedAt { get; init; }

    /// <summary>Which pods are its own.</summary>
    public LabelSelector Selector { get; init; } = new(ImmutableDictionary<string, string>.Empty, []);

    /// <summary>The images of its template's containers, by container.</summary>
    public ImmutableArray<ContainerImage> Images { get; init; } = [];

    /// <summary>Its conditions.</summary>
    public ImmutableArray<Condition> Conditions { get; init; } = [];
}

/// <summary>A container's image.</summary>
/// <param name="Container">The container.</param>
/// <param name="Image">The image as the template names it.</param>
public sealed record ContainerImage(string Container, string Image);

/// <summary>A Deployment.</summary>
public sealed record Deployment : PodController
{
    /// <inheritdoc/>
    public override string Kind => "Deployment";
}

/// <summary>A StatefulSet.</summary>
public sealed record StatefulSet : PodController
{
    /// <inheritdoc/>
    public override string Kind => "StatefulSet";
}

/// <summary>A DaemonSet.</summary>
public sealed record DaemonSet : PodController
{
    /// <inheritdoc/>
    public override string Kind => "DaemonSet";
}

/// <summary>A ReplicaSet: one revision of a Deployment.</summary>
public sealed record ReplicaSet : PodController
{
    /// <inheritdoc/>
    public override string Kind => "ReplicaSet";

    /// <summary>The revision it stands for, from the annotation <c>deployment.kubernetes.io/revision</c>; null when it has none.</summary>
    public long? Revision { get; init; }
}
