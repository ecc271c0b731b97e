using YamlDotNet.Serialization;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>A kubeconfig as it is written. Fields the console does not know are let be: other tools put theirs in.</summary>
internal sealed class KubeconfigDto
{
    [YamlMember(Alias = "current-context", ApplyNamingConventions = false)]
    public string? CurrentContext { get; set; }

    public List<NamedEntryDto<ClusterEntryDto>>? Clusters { get; set; }

    public List<NamedEntryDto<ContextEntryDto>>? Contexts { get; set; }

    public List<NamedEntryDto<UserEntryDto>>? Users { get; set; }
}

internal sealed class NamedEntryDto<T>
    where T : class
{
    public string? Name { get; set; }

    public T? Cluster { get; set; }

    public T? Context { get; set; }

    public T? User { get; set; }

    public T? Entry => Cluster ?? Context ?? User;
}

internal sealed class ClusterEntryDto
{
    public string? Server { get; set; }

    [YamlMember(Alias = "certificate-authority", ApplyNamingConventions = false)]
    public string? CertificateAuthority { get; set; }

    [YamlMember(Alias = "certificate-authority-data", ApplyNamingConventions = false)]
    public string? CertificateAuthorityData { get; set; }

    [YamlMember(Alias = "insecure-skip-tls-verify", ApplyNamingConventions = false)]
    public bool InsecureSkipTlsVerify { get; set; }
}

internal sealed class ContextEntryDto
{
    public string? Cluster { get; set; }

    public string? User { get; set; }
}

internal sealed class UserEntryDto
{
    public string? Token { get; set; }

    public string? TokenFile { get; set; }

    [YamlMember(Alias = "client-certificate", ApplyNamingConventions = false)]
    public string? ClientCertificate { get; set; }

    [YamlMember(Alias = "client-certificate-data", ApplyNamingConventions = false)]
    public string? ClientCertificateData { get; set; }

    [YamlMember(Alias = "client-key", ApplyNamingConventions = false)]
    public string? ClientKey { get; set; }

    [YamlMember(Alias = "client-key-data", ApplyNamingConventions = false)]
    public string? ClientKeyData { get; set; }

    public string? Username { get; set; }

    public object? Exec { get; set; }

    [YamlMember(Alias = "auth-provider", ApplyNamingConventions = false)]
    public object? AuthProvider { get; set; }
}
