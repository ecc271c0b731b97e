namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>What happens to the objects that name the deleted one as their owner.</summary>
internal enum Propagation
{
    /// <summary>They are collected once it is gone.</summary>
    Background,

    /// <summary>It stays, marked, until they are gone.</summary>
    Foreground,

    /// <summary>They stay and forget it.</summary>
    Orphan,
}

/// <summary>A delete as asked for. What is null is not insisted on.</summary>
internal sealed record Deletion
{
    public string? Uid { get; init; }

    public string? ResourceVersion { get; init; }

    public long? GraceSeconds { get; init; }

    public Propagation Propagation { get; init; }

    /// <summary>The seconds an object goes on for: a pod's own, unless it never ran or has ended.</summary>
    public long GraceOf(StoredObject it)
    {
        if (!it.Kind.EndsGracefully || string.IsNullOrEmpty(it.Text("spec", "nodeName")) || it.Text("status", "phase") is "Succeeded" or "Failed")
            return 0;
        return GraceSeconds ?? (it.At("spec", "terminationGracePeriodSeconds") is null ? 30 : it.Number("spec", "terminationGracePeriodSeconds"));
    }

    /// <summary>A precondition that does not hold.</summary>
    public ApiStatus? Refuse(StoredObject current)
    {
        if (Uid is not null && Uid != current.Uid) return UidDiffers(current, Uid);
        return ResourceVersion is null || ResourceVersion == current.ResourceVersion ? null : ApiStatus.PreconditionFailed(current.Kind,
            current.Key.Name, $"the ResourceVersion in the precondition ({ResourceVersion}) does not match the ResourceVersion in record "
            + $"({current.ResourceVersion}). The object might have been modified");
    }

    public static ApiStatus UidDiffers(StoredObject current, string uid) => ApiStatus.PreconditionFailed(current.Kind, current.Key.Name,
        $"the UID in the precondition ({uid}) does not match the UID in record ({current.Uid}). The object might have been deleted and then recreated");
}
