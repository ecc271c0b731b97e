using System.Text.Json.Nodes;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>What becomes of the objects that a deleted one owns.</summary>
internal enum Propagation
{
    /// <summary>They are deleted afterwards.</summary>
    Background,

    /// <summary>They are deleted first; until then the object stays, marked as going.</summary>
    Foreground,

    /// <summary>They stay.</summary>
    Orphan,
}

/// <summary>What exactly may be deleted, and how.</summary>
internal sealed record Deletion
{
    /// <summary>The identity it must have; null for any.</summary>
    public string? Uid { get; init; }

    /// <summary>The version it must have; null for any.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>How long its containers may take to end; null for its own setting.</summary>
    public TimeSpan? Grace { get; init; }

    /// <summary>What becomes of what it owns; null for the kind's default.</summary>
    public Propagation? Propagation { get; init; }

    /// <summary>As DeleteOptions, without the dry run, which is added where the request is made.</summary>
    public JsonObject AsOptions()
    {
        var options = new JsonObject();
        if (Grace is { } grace)
        {
            options["gracePeriodSeconds"] = (long)Math.Ceiling(grace.TotalSeconds);
        }

        if (Propagation is { } propagation)
        {
            options["propagationPolicy"] = propagation.ToString();
        }

        if (Uid is not null || ResourceVersion is not null)
        {
            var preconditions = new JsonObject();
            Set(preconditions, "uid", Uid);
            Set(preconditions, "resourceVersion", ResourceVersion);
            options["preconditions"] = preconditions;
        }

        return options;
    }

    private static void Set(JsonObject into, string name, string? value)
    {
        if (value is not null)
        {
            into[name] = value;
        }
    }
}

/// <summary>What a deletion was answered.</summary>
/// <param name="Uid">The identity of what was deleted; null when the cluster does not say.</param>
/// <param name="GoneBy">When it must be gone; null when it is gone.</param>
internal sealed record Deleted(string? Uid, DateTimeOffset? GoneBy);
