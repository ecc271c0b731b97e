namespace OpsConsole.Upstream.Kubernetes;

/// <summary>How many replicas a workload should have and has.</summary>
/// <param name="Uid">The workload's identity.</param>
/// <param name="ResourceVersion">The workload's version; each update of its status moves it, too.</param>
/// <param name="Desired">How many there should be.</param>
/// <param name="Current">How many there are.</param>
internal sealed record ScaleStatus(string Uid, string ResourceVersion, int Desired, int Current);

internal sealed class ScaleDto
{
    public MetadataDto? Metadata { get; set; }

    public ScaleReplicasDto? Spec { get; set; }

    public ScaleReplicasDto? Status { get; set; }

    // Zero is absent, also in the spec.
    public ScaleStatus AsScale() => new(Metadata?.Uid ?? string.Empty, Metadata?.ResourceVersion ?? string.Empty, Spec?.Replicas ?? 0, Status?.Replicas ?? 0);
}

internal sealed class ScaleReplicasDto
{
    public int Replicas { get; set; }
}
