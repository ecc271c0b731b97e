using OpsConsole.Soak.Servers;
using OpsConsole.World;

namespace OpsConsole.Soak.Records;

/// <summary>Whether the audit's chain is whole, by the console's own word and by that of a program that knows no line of it.</summary>
/// <param name="world">Whose audit.</param>
internal sealed class AuditProof(SoakWorld world)
{
    /// <summary>Verifies it.</summary>
    /// <returns>What is wrong.</returns>
    public async Task<IReadOnlyList<string>> FindAsync(CancellationToken cancellation)
    {
        var export = Path.Combine(world.Folder, "audit.jsonl");
        var wrong = new List<string>();
        await RunAsync(wrong, "audit verify", "dotnet", [Repository.Console, "audit", "verify", .. Ours], cancellation);

        // Of before the export: the record goes on meanwhile, and so do the anchors.
        var anchors = world.Replicas.Select(replica => CopyOf(world.AnchorsOf(replica.Name))).ToList();
        await RunAsync(wrong, "audit export", "dotnet", [Repository.Console, "audit", "export", export, .. Ours], cancellation);
        for (var i = 0; i < anchors.Count; i++)
        {
            await RunAsync(wrong, $"verify.py with the anchors of {world.Replicas[i].Name}", "python3",
                [Repository.At("tests", "verify-audit", "verify.py"), Path.Combine(world.Data, "audit-keys"), export, anchors[i]], cancellation);
        }

        return wrong;
    }

    private string[] Ours => [$"--Storage:Folder={world.Data}", $"--Storage:PostgreSql={world.Connection}"];

    private static string CopyOf(string file)
    {
        File.Copy(file, $"{file}.before", overwrite: true);
        return $"{file}.before";
    }

    private static async Task RunAsync(List<string> wrong, string title, string program, string[] arguments, CancellationToken cancellation)
    {
        using var run = await Launcher.StartAsync(new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        var said = await Task.WhenAll(run.StandardOutput.ReadToEndAsync(cancellation), run.StandardError.ReadToEndAsync(cancellation));
        await run.WaitForExitAsync(cancellation);
        if (run.ExitCode != 0)
        {
            wrong.Add($"{title} ended with {run.ExitCode}: {string.Concat(said).Trim()}");
        }
    }
}
