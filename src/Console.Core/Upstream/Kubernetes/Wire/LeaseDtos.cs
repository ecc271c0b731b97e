using OpsConsole.Leadership;
using OpsConsole.Workloads;

namespace OpsConsole.Upstream.Kubernetes;

internal sealed class LeaseDto : ObjectDto
{
    public LeaseSpecDto? Spec { get; set; }

    public LeaseObject AsLease()
    {
        var id = Id;
        return new(id, new Lease(id.Namespace, id.Name, id.Uid, id.ResourceVersion, Spec?.HolderIdentity,
            Spec?.LeaseDurationSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Spec?.AcquireTime, Spec?.RenewTime, Spec?.LeaseTransitions ?? 0));
    }
}

/// <summary>Any of it may be absent: a lease that was released, or that nobody ever took.</summary>
internal sealed class LeaseSpecDto
{
    public string? HolderIdentity { get; set; }

    public int? LeaseDurationSeconds { get; set; }

    public DateTimeOffset? AcquireTime { get; set; }

    public DateTimeOffset? RenewTime { get; set; }

    public int? LeaseTransitions { get; set; }
}

/// <summary>A lease as an object of a cluster.</summary>
internal sealed record LeaseObject(ObjectIdentity Id, Lease Lease) : IClusterObject;
