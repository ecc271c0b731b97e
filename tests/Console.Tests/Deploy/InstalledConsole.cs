using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.RegularExpressions;
using OpsConsole.Tests.Host;
using static OpsConsole.Tests.Deploy.Manifests;

namespace OpsConsole.Tests.Deploy;

/// <summary>The console started with the settings of the manifests, where only the pod around it is missing.</summary>
public sealed partial class InstalledConsole : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("ops-console-deploy-").FullName;
    private ConsoleProcess? process;

    public Uri Address { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = Text((await BuildAsync("base")).One("ConfigMap"), "data", "console.json")!;
        Write("console.json", settings);
        Write("token", "abc");
        Write("ca.crt", Authority());

        // As in the image: profiles and runbooks beside the program. And a cluster of which nobody answers.
        process = ConsoleProcess.Start(
            ["--urls=http://127.0.0.1:0", "--Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime=Information", $"--Systems:Folder={Path.Combine(Root, "systems")}", $"--Systems:RunbooksFolder={Path.Combine(Root, "runbooks")}"],
            ("OPSCONSOLE_CONFIG", Path.Combine(folder, "console.json")), ("HOME", folder), ("KUBERNETES_SERVICE_HOST", "127.0.0.1"), ("KUBERNETES_SERVICE_PORT", "1"),
            ("Upstreams__Kubernetes__0__ServiceAccountFolder", folder));
        var line = await process.LineAsync("Now listening on");
        Address = new Uri(Listening().Match(line).Value);
    }

    public async ValueTask DisposeAsync()
    {
        await (process?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>All that it wrote is JSON, one object a line.</summary>
    public void AssertJsonLogs() => Assert.All(process!.Said, line =>
    {
        using var json = JsonDocument.Parse(line);
        Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
    });

    [GeneratedRegex(@"http://127\.0\.0\.1:[0-9]+")]
    private static partial Regex Listening();

    private static string Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var authority = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return authority.ExportCertificatePem();
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
}
