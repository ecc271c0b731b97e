using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Upstream.Kubernetes.Connect;
using static OpsConsole.Core.Tests.Upstream.Kubernetes.Connect.Cluster;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes.Connect;

/// <summary>Whatever stands in a kubeconfig, reading it gives a connection or problems; it never throws.</summary>
public sealed class KubeconfigProperties : IDisposable
{
    private const string Secret = "hochgeheim";

    private static readonly string[] Pieces =
    [
        ":", "- ", "{", "}", "[", "]", "'", "\"", "|", ">", "&a ", "*a ", "!!binary ", "<<: ", "\t", "\n", "  ", "#", "---\n", "...\n", "? ", "null", "~", "\0", "\\0", "\u0085", "é",
        "true", "name: ", "user: ", "cluster: c\n", "server: https://b\n", "exec: ", "as: x\n", "username: ada\n", "https://", "http://[", "socks5://", "%", "\"\\0\"", "env: [{}]\n",
    ];

    private static readonly string Sample = ConfigOf(
        "server: https://a:6443\n    proxy-url: http://b:3128\n    tls-server-name: c\n    extensions: [{name: client.authentication.k8s.io/exec, extension: {x: [1, {}]}}]",
        $"exec:\n      apiVersion: client.authentication.k8s.io/v1beta1\n      command: sign-in\n      args: [a, b]\n      env:\n      - name: TOKEN\n        value: {Secret}\n      provideClusterInfo: true")
        + $"more:\n- name: v\n  user:\n    token: {Secret}\n";

    private readonly TempFolder folder = new();

    [Fact]
    public void A_mangled_kubeconfig_is_read_or_explained() => Prop.ForAll(
        (from edits in (from at in Gen.Choose(0, Sample.Length) from length in Gen.Choose(0, 30) from piece in Gen.Elements(Pieces) select (at, length, piece)).ListOf()
         select edits.Take(4).Aggregate(Sample, (text, edit) => Replace(text, edit.at, edit.length, edit.piece))).ToArbitrary(),
        Explained).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Pieces_of_kubeconfigs_are_read_or_explained() => Prop.ForAll(
        Gen.Elements([.. Pieces, "clusters:\n", "contexts:\n", "users:\n", "current-context: m\n"]).ArrayOf().Select(string.Concat).ToArbitrary(),
        Explained).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Random_bytes_are_read_or_explained() => Prop.ForAll(
        Gen.Choose(0, 255).Select(number => (byte)number).ArrayOf().ToArbitrary(), bytes =>
        {
            File.WriteAllBytes(Path.Combine(folder.Path, "config"), bytes);
            return IsExplained();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Inserted_pieces_never_bring_a_secret_into_a_message() => Prop.ForAll(
        (from at in Gen.Choose(0, Sample.Length) from piece in Gen.Elements(Pieces) select Replace(Sample, at, 0, piece)).ToArbitrary(),
        text =>
        {
            folder.Write("config", text);
            return !Kubeconfig.Read(Path.Combine(folder.Path, "config"), null, NoEnvironment).Problems.Any(problem => problem.ToString().Contains(Secret, StringComparison.Ordinal));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void A_hundred_thousand_brackets_end_nothing() => Assert.True(Explained(new string('[', 100_000)) && Explained("users: " + new string('{', 100_000)));

    public void Dispose() => folder.Dispose();

    private static string Replace(string text, int at, int length, string piece)
    {
        var from = Math.Min(at, text.Length);
        return string.Concat(text.AsSpan(0, from), piece, text.AsSpan(Math.Min(from + length, text.Length)));
    }

    private bool Explained(string text)
    {
        folder.Write("config", text);
        return IsExplained();
    }

    private bool IsExplained()
    {
        var read = Kubeconfig.Read(Path.Combine(folder.Path, "config"), null, NoEnvironment);
        return read.IsOk ? read.Value.User.Exec?.Info() is null or { Length: > 0 }
            : read.Problems.All(problem => problem.Where.StartsWith(folder.Path, StringComparison.Ordinal) && problem.What.Length > 5);
    }
}
