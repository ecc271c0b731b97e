namespace OpsConsole.Upstream.Kubernetes.Connect;

/// <summary>Reads from a cluster's settings how it is connected to.</summary>
internal static class ClusterSettings
{
    /// <summary>Reads one cluster's settings, and the files they name.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="environment">The environment's variables.</param>
    /// <returns>The connection, or what is wrong, each with the setting's name in front.</returns>
    public static Result<KubernetesConnection> Read(KubernetesSourceOptions options, Func<string, string?> environment)
    {
        var wrong = Problem.All(
            Problem.When(options.InCluster && Given(options.Kubeconfig), nameof(options.Kubeconfig), "is given beside InCluster; keep one of the two"),
            Problem.When(!options.InCluster && Given(options.Kubeconfig) == Given(options.Server), nameof(options.Kubeconfig),
                "either Kubeconfig (a file), Server (an address, for example http://127.0.0.1:8001) or InCluster (true) must be given, not several"),
            Problem.When(Given(options.Context) && !Given(options.Kubeconfig), nameof(options.Context), "belongs to a Kubeconfig, but none is given"),
            Problem.When(Given(options.ServiceAccountFolder) && !options.InCluster, nameof(options.ServiceAccountFolder), "belongs to InCluster, which is not true"));
        return !wrong.IsEmpty ? wrong
            : options.InCluster ? Under(nameof(options.InCluster), InCluster.Read(Text(options.Server), Text(options.ServiceAccountFolder) ?? InCluster.Folder, environment))
            : Given(options.Server) ? new KubernetesConnection(options.Server!)
            : Under(nameof(options.Kubeconfig), Kubeconfig.Read(options.Kubeconfig!, options.Context, environment));
    }

    private static Result<KubernetesConnection> Under(string setting, Result<KubernetesConnection> read) => read.IsOk
        ? read
        : Problem.All([.. read.Problems.Select(problem => problem with { Where = $"{setting} {problem.Where}".TrimEnd() })]);

    private static string? Text(string? value) => Given(value) ? value : null;

    private static bool Given(string? value) => !string.IsNullOrEmpty(value);
}
