using OpsConsole.Storage;

namespace OpsConsole.Tests.Commands;

public sealed class AuditCommandTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("ops-console-audit-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Folder => root.FullName;

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public async Task Each_command_does_its_work_leaves_an_entry_and_ends_with_zero()
    {
        await MakeAsync();
        Assert.Equal((0, "The record is empty"), await RunAsync("verify"));
        var (code, said) = await RunAsync("rotate-key");
        Assert.Equal(0, code);
        Assert.StartsWith("Entries are made with key ", said, StringComparison.Ordinal);
        var export = Path.Combine(Folder, "export.jsonl");
        Assert.Equal(0, (await RunAsync("export", "--to-sequence", "2", export)).Code);
        Assert.Equal(2, File.ReadLines(export).Count());
        Assert.Equal((0, "The record is whole: 4 entries, 1 to 4, 0 anchors"), await RunAsync("verify", "--from", export));
        var seal = Path.Combine(Folder, "sealed.jsonl");
        Assert.Equal(0, (await RunAsync("seal", "--before", "2999-01-01", "--export", seal)).Code);
        Assert.Equal((0, "The record is whole: 1 entries, 6 to 6, 0 anchors"), await RunAsync("verify"));
        Assert.Equal((0, "The record is whole: 7 entries, 1 to 7, 0 anchors"), await RunAsync("verify", "--from", seal));
        Assert.Equal(0, (await RunAsync("export", "--format", "csv", Path.Combine(Folder, "all.csv"))).Code);
    }

    [Fact]
    public async Task A_record_that_is_not_whole_ends_with_one_and_names_the_first_bad_entry()
    {
        await MakeAsync();
        await RunAsync("verify");
        await RunAsync("verify");
        await using (var database = Database.Sqlite(Path.Combine(Folder, "console.db")))
        {
            await database.WriteAsync(work => work.ExecuteAsync("DROP TRIGGER audit_entries_no_update; UPDATE audit_entries SET name = 'Eve' WHERE sequence = 2", null, Cancellation), Cancellation);
        }

        var (code, said) = await RunAsync("verify");
        Assert.Equal(1, code);
        Assert.StartsWith("Entry 2: the columns beside its body were changed: name", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--form: is not known here", "verify", "--form", "x")]
    [InlineData("usage", "nonsense")]
    [InlineData("FILE: is missing", "export")]
    [InlineData("--format: 'xml' is no format", "export", "--format", "xml", "x")]
    [InlineData("--before: is no date", "seal", "--before", "soon", "--export", "x")]
    [InlineData("there is no database", "verify")]
    public async Task What_cannot_be_done_ends_with_two_and_says_why(string said, params string[] args)
    {
        var (code, output) = await RunAsync(args);
        Assert.Equal(2, code);
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_folder_may_be_named_as_a_setting_too()
    {
        await MakeAsync();
        using var output = new StringWriter();
        var code = await OpsConsole.Commands.Commands.Find(["audit", "verify", $"--Storage:Folder={Folder}"])!.RunAsync(output, Cancellation);
        Assert.Equal((0, "The record is empty"), (code, output.ToString().Trim()));
    }

    [Fact]
    public async Task A_new_key_is_a_line_for_the_key_file()
    {
        var (code, line) = await RunAsync("new-key");
        Assert.Equal((0, 2), (code, line.Split(' ').Length));
        Assert.False(Directory.EnumerateFileSystemEntries(Folder).Any());
    }

    private async Task MakeAsync()
    {
        await using var database = Database.Sqlite(Path.Combine(Folder, "console.db"));
        await Migrations.ApplyAsync(database, TimeProvider.System, Cancellation);
    }

    private async Task<(int Code, string Output)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        var command = OpsConsole.Commands.Commands.Find(["audit", .. args, .. args is ["new-key"] ? [] : (string[])["--folder", Folder]])!;
        var code = await command.RunAsync(output, Cancellation);
        return (code, output.ToString().Trim());
    }
}
