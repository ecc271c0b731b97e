using OpsConsole.Commands;

namespace OpsConsole.Tests.Commands;

public sealed class AccessCommandTests : IDisposable
{
    private const string Grants = """
        grants:
          - {role: viewer, groups: [dev]}
          - {role: operator, groups: [ops], users: [zoe], systems: [billing], actions: [scale]}
        """;

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("ops-console-access-");
    private readonly StringWriter output = new();
    private readonly string file;

    public AccessCommandTests()
    {
        file = Path.Combine(root.FullName, "access.yaml");
        File.WriteAllText(file, Grants);
    }

    public void Dispose()
    {
        output.Dispose();
        root.Delete(recursive: true);
    }

    [Fact]
    public async Task List_names_every_grant_with_its_place()
    {
        Assert.Equal(0, await RunAsync("list"));
        Assert.Equal(
            [
                "access.yaml:2    viewer     group dev  on all systems  for all it may do",
                "access.yaml:3    operator   group ops, user zoe  on billing  for scale",
            ],
            Lines);
    }

    [Theory]
    [InlineData(0, "amy may see the live state: viewer is granted to dev by access.yaml:2", "--user", "amy", "--groups", "dev, ops", "--action", "view")]
    [InlineData(0, "zoe may scale a workload on billing: operator is granted to zoe on billing by access.yaml:3", "--user", "zoe", "--action", "scale", "--system", "billing")]
    [InlineData(1, "zoe may not scale a workload on ledger: operator is granted on billing, not on ledger", "--user", "zoe", "--action", "scale", "--system", "ledger")]
    [InlineData(1, "amy may not delete a lease on billing: lease-delete needs operator or admin; you have viewer", "--user", "amy", "--groups", "dev", "--action", "lease-delete", "--system", "billing")]
    [InlineData(1, "eve may not see the live state: no role is granted to you: ask an admin to add one of your groups to access.yaml", "--user", "eve", "--groups", "x", "--action", "view")]
    public async Task Explain_tells_the_decision_and_the_grant(int exitCode, string line, params string[] args)
    {
        Assert.Equal(exitCode, await RunAsync(["explain", .. args]));
        Assert.Equal([line], Lines);
    }

    [Theory]
    [InlineData("say who: --user SUBJECT", "explain", "--action", "view")]
    [InlineData("say what: --action NAME, one of view, read-logs,", "explain", "--user", "amy")]
    [InlineData("no action is called 'scael': it is one of view,", "explain", "--user", "amy", "--action", "scael")]
    [InlineData("--usr: is not known here", "explain", "--usr", "amy")]
    [InlineData("--user: needs a value behind it", "explain", "--user", "--action", "view")]
    [InlineData("--user: is given twice", "explain", "--user", "a", "--user", "b")]
    [InlineData("say list or explain", "lst")]
    public async Task Misuse_ends_with_two_and_says_how_it_is_used(string begin, params string[] args)
    {
        Assert.Equal(2, await RunAsync(args));
        Assert.StartsWith(begin, Lines[0], StringComparison.Ordinal);
        Assert.Contains(Lines, line => line.StartsWith("usage: OpsConsole access list", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Grants_that_cannot_be_read_decide_nothing()
    {
        await File.WriteAllTextAsync(file, "grants: [{role: king, users: [a]}]", TestContext.Current.CancellationToken);

        Assert.Equal(2, await RunAsync("explain", "--user", "a", "--action", "view"));
        Assert.StartsWith("access.yaml:1:17 grants[0].role: 'king' is not known", Lines[0], StringComparison.Ordinal);
    }

    private string[] Lines => output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private Task<int> RunAsync(params string[] args) => AccessCommand.RunAsync(
        args is ["list" or "explain", ..] ? [.. args, "--access", file] : args, output, TestContext.Current.CancellationToken);
}
