namespace OpsConsole.Upstream.Kubernetes.Connect;

/// <summary>Who we are for a cluster. No record: what prints itself must not hold secrets.</summary>
internal sealed class ClusterUser
{
    /// <summary>A bearer token; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>A file with the token, read anew for each request; it counts before <see cref="Token"/>. Null for none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Our certificate, with those between it and its authority; null for none.</summary>
    public PemSource? Certificate { get; init; }

    /// <summary>The key of the certificate; null for none.</summary>
    public PemSource? Key { get; init; }

    /// <summary>The user for basic authentication; null for none.</summary>
    public string? Username { get; init; }

    /// <summary>The user's password.</summary>
    public string? Password { get; init; }

    /// <summary>The command that gives token or certificate; null for none.</summary>
    public ExecPlugin? Exec { get; init; }

    /// <summary>Whether there is anything that others must not overhear.</summary>
    public bool IsSecret => Token is not null || TokenFile is not null || Username is not null || Exec is not null;
}
