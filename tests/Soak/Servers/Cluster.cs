using System.Text.RegularExpressions;

namespace OpsConsole.Soak.Servers;

/// <summary>
/// How the consoles reach the cluster: its authority and the token stand in files beside the kubeconfig, as where another program renews them. A sandbox
/// that is started again is a cluster with new keys, and the consoles read them anew.
/// </summary>
/// <param name="folder">Where the files are.</param>
internal sealed partial class Cluster(string folder)
{
    /// <summary>Writes the files for the cluster as it is now.</summary>
    /// <param name="kubeconfig">What the sandbox says.</param>
    /// <param name="to">The file that the consoles read.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task WriteAsync(string kubeconfig, string to, CancellationToken cancellation)
    {
        var (authority, token) = (Path.Combine(folder, "cluster-ca.pem"), Path.Combine(folder, "cluster-token"));
        await ReplaceAsync(authority, Convert.FromBase64String(Authority().Match(kubeconfig).Groups[1].Value), cancellation);
        await ReplaceAsync(token, System.Text.Encoding.ASCII.GetBytes(Token().Match(kubeconfig).Groups[1].Value), cancellation);
        await File.WriteAllTextAsync(to, $"""
            apiVersion: v1
            kind: Config
            current-context: console
            clusters:
              - name: main
                cluster:
                  server: {Server().Match(kubeconfig).Groups[1].Value}
                  certificate-authority: {authority}
            users:
              - name: console
                user:
                  tokenFile: {token}
            contexts:
              - name: console
                context:
                  cluster: main
                  user: console

            """, cancellation);
    }

    // Nobody may read half a file.
    private static async Task ReplaceAsync(string file, byte[] content, CancellationToken cancellation)
    {
        await File.WriteAllBytesAsync($"{file}.new", content, cancellation);
        File.Move($"{file}.new", file, overwrite: true);
    }

    [GeneratedRegex(@"certificate-authority-data: (\S+)")]
    private static partial Regex Authority();

    [GeneratedRegex(@"server: (\S+)")]
    private static partial Regex Server();

    [GeneratedRegex(@"name: console\s+user:\s+token: (\S+)")]
    private static partial Regex Token();
}
