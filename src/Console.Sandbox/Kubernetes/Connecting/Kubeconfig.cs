using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OpsConsole.Sandbox.Kubernetes.Access;

namespace OpsConsole.Sandbox.Kubernetes.Connecting;

/// <summary>The kubeconfig that leads to this sandbox: by TLS, because kubectl sends its token no other way; a context for each of its people.</summary>
internal sealed class Kubeconfig(People people, ServingCertificate certificate, IServer server)
{
    private const string Current = "console";

    /// <summary>Where the API listens with TLS, once the server has started.</summary>
    public string Server => server.Features.Get<IServerAddressesFeature>()!.Addresses.First(a => a.StartsWith("https://", StringComparison.Ordinal));

    public string Text()
    {
        var text = new StringBuilder();
        text.Append($"""
            apiVersion: v1
            kind: Config
            current-context: {Current}
            clusters:
              - name: main
                cluster:
                  server: {Server}
                  certificate-authority-data: {Convert.ToBase64String(Encoding.UTF8.GetBytes(certificate.AuthorityPem))}
            users:

            """);
        foreach (var (name, token) in people.Tokens) text.Append($"  - name: {name}\n    user:\n      token: {token}\n");
        text.Append("contexts:\n");
        foreach (var (name, _) in people.Tokens) text.Append($"  - name: {name}\n    context:\n      cluster: main\n      user: {name}\n");
        return text.ToString();
    }
}
