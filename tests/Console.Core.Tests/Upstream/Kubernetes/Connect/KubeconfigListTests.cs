using OpsConsole.Upstream.Kubernetes.Connect;
using static OpsConsole.Core.Tests.Upstream.Kubernetes.Connect.Cluster;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes.Connect;

/// <summary>Several kubeconfig files are merged as kubectl merges them.</summary>
public sealed class KubeconfigListTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public void The_first_file_wins_for_each_name_and_nothing_of_the_second_is_mixed_in()
    {
        var first = folder.Write("one", ConfigOf("server: https://first", "{}"));
        var second = folder.Write("two", ConfigOf("{server: https://second, insecure-skip-tls-verify: true}", "token: abc").Replace("main", "other", StringComparison.Ordinal));

        Assert.Equal(("https://first", false), Seen(Read($"{first}:{second}", null)));
        Assert.Equal(("https://first", false), Seen(Read($"{first}:{second}", "other")));
        Assert.Equal(("https://second", true), Seen(Read($"{second}:{first}", null)));
    }

    [Fact]
    public void A_context_may_name_what_another_file_holds()
    {
        var contexts = folder.Write("contexts", "{current-context: main, contexts: [{name: main, context: {cluster: c, user: u}}]}");
        var clusters = folder.Write("clusters", "clusters: [{name: c, cluster: {server: https://a}}]");
        var users = folder.Write("users", "users: [{name: u, user: {token: abc}}]");

        Assert.Equal("abc", Read($"{contexts}:{clusters}:{users}", null).Value.User.Token);
    }

    [Fact]
    public void Relative_paths_are_meant_from_the_file_they_are_written_in()
    {
        folder.Write("sub/token", "abc");
        var users = folder.Write("sub/users", "users: [{name: u, user: {tokenFile: token}}]");
        var rest = folder.Write("rest", ConfigOf("server: https://a", "{}").Replace("- name: u", "- name: nobody", StringComparison.Ordinal));

        Assert.Equal(Path.Combine(folder.Path, "sub", "token"), Read($"{rest}:{users}", null).Value.User.TokenFile);
    }

    [Fact]
    public void Files_that_are_missing_are_passed_over_unless_all_are()
    {
        var there = folder.Write("there", ConfigOf("server: https://a", "{}"));
        var (gone, lost) = (Path.Combine(folder.Path, "gone"), Path.Combine(folder.Path, "lost"));

        Assert.True(Read($"{gone}::{there}", null).IsOk);
        Assert.Equal($"{gone}:{lost}: can't be read: none of these files exists", Read($"{gone}:{lost}", null).Explanation);
    }

    [Fact]
    public void A_wrong_file_among_right_ones_is_named()
    {
        var there = folder.Write("there", ConfigOf("server: https://a", "{}"));
        var wrong = folder.Write("wrong", "users: [}");

        Assert.StartsWith($"{wrong}:1:", Read($"{there}:{wrong}", null).Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Default_stands_for_KUBECONFIG_and_then_for_the_file_in_the_home_folder()
    {
        var home = folder.Write("home/.kube/config", ConfigOf("server: https://home", "{}"));
        var listed = folder.Write("listed", ConfigOf("server: https://listed", "{}"));
        var environment = new Dictionary<string, string?> { ["HOME"] = Path.Combine(folder.Path, "home") };

        Assert.Equal("https://home", Kubeconfig.Read("default", null, environment.GetValueOrDefault).Value.Server);
        environment["KUBECONFIG"] = $"{listed}:{home}";
        Assert.Equal("https://listed", Kubeconfig.Read("default", null, environment.GetValueOrDefault).Value.Server);
        Assert.Contains(".kube/config: can't be read", Kubeconfig.Read("default", null, NoEnvironment).Explanation, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static Result<KubernetesConnection> Read(string list, string? context) => Kubeconfig.Read(list, context, NoEnvironment);

    private static (string Server, bool Insecure) Seen(Result<KubernetesConnection> read) => (read.Value.Server, read.Value.Trust.Insecure);
}
