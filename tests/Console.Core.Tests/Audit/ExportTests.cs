using System.Diagnostics;
using System.Text;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Audit;

public sealed class ExportTests(Stores stores)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task An_export_is_verified_by_a_program_that_knows_only_the_document(Dialect dialect)
    {
        await using var recorder = await WithEverythingAsync(dialect);
        var lines = await ExportAsync(recorder, new AuditExport());
        Assert.Equal(7, lines.Length);
        Assert.Equal((0, "7 entries, 1 to 7: good"), await StrangerAsync(recorder, lines));
    }

    public static TheoryData<string, string> Tamperings { get; } = new()
    {
        { "change", "entry 4: changed" },
        { "delete", "entry 4: missing" },
        { "swap", "entry 4: missing" },
        { "insert", "entry 4: stands twice or in the wrong place" },
        { "cut", "the file ends at entry 5, anchor 7 is later" },
        { "foreign", "entry 4: made with key" },
        { "unreadable", "entry 4: no line of an export" },
    };

    [Theory]
    [MemberData(nameof(Tamperings))]
    public async Task Each_tampering_with_an_export_is_found_by_that_program_and_by_ours(string way, string said)
    {
        await using var recorder = await WithEverythingAsync(Dialect.Sqlite);
        await recorder.Anchoring.AnchorAsync(Cancellation);
        var lines = await ExportAsync(recorder, new AuditExport());
        var tampered = Tamper(lines, way);
        var (code, output) = await StrangerAsync(recorder, tampered, recorder.Anchors.File);
        Assert.Equal(1, code);
        Assert.StartsWith(said, output, StringComparison.Ordinal);
        if (way != "cut")
        {
            var verdict = await recorder.VerifyAsync(await WriteAsync(recorder, tampered));
            Assert.Equal(4, verdict.Finding?.Sequence is 3 ? 4 : verdict.Finding?.Sequence);
        }
    }

    [Fact]
    public async Task An_export_leaves_two_entries_of_its_own()
    {
        await using var recorder = await Recorder.WithAsync(stores, Dialect.Sqlite, 3);
        await ExportAsync(recorder, new AuditExport { FromSequence = 2, Query = new AuditQuery { Action = "lease-delete" } });
        var left = await recorder.Reader.ReadAsync(new AuditQuery { Action = AuditExporter.Action }, Cancellation);
        Assert.Equal([AuditStage.Succeeded, AuditStage.Started], left.Entries.Select(entry => entry.Stage));
        Assert.Equal(left.Entries[0].Correlation, left.Entries[1].Correlation);
        Assert.Equal(("2", "lease-delete", "2"), (left.Entries[0].Parameters["entries"], left.Entries[0].Parameters["action"], left.Entries[0].Parameters["fromSequence"]));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_narrowed_export_holds_what_the_reader_would_show(Dialect dialect)
    {
        await using var recorder = await Recorder.NewAsync(stores, dialect);
        foreach (var number in Enumerable.Range(1, 30))
        {
            await recorder.AppendAsync(Recorder.Event(target: $"alpha/lease-{number}") with { Correlation = "c" });
        }

        var query = new AuditQuery { Text = "lease 2", Actor = "ADA lovelace", Size = 500 };
        var shown = await recorder.Reader.ReadAsync(query, Cancellation);
        var lines = await ExportAsync(recorder, new AuditExport { Query = query });
        Assert.Equal(11, lines.Length);
        Assert.Equal(shown.Entries.Reverse().Select(entry => entry.Hash), lines.Select(line => ExportFile.Read(line)!.Value.Hash));
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\tx")]
    [InlineData("\rx")]
    public async Task No_cell_of_a_table_begins_as_a_formula(string name)
    {
        await using var recorder = await Recorder.NewAsync(stores, Dialect.Sqlite);
        await recorder.AppendAsync(Recorder.Event(by: Recorder.Ada with { Name = name }));
        using var to = new MemoryStream();
        await recorder.Exporter.WriteAsync(new AuditExport { Format = AuditExportFormat.Csv }, to, Person.Console, Cancellation);
        var table = Encoding.UTF8.GetString(to.ToArray());
        Assert.StartsWith("sequence,at,subject,name,", table, StringComparison.Ordinal);
        Assert.Contains($",\"'{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\",", table, StringComparison.Ordinal);
    }

    private static string[] Tamper(string[] lines, string way) => way switch
    {
        "change" => [.. lines[..3], lines[3].Replace("Ada", "Eve", StringComparison.Ordinal), .. lines[4..]],
        "delete" => [.. lines[..3], .. lines[4..]],
        "swap" => [.. lines[..3], lines[4], lines[3], .. lines[5..]],
        "insert" => [.. lines[..3], lines[2], .. lines[3..]],
        "cut" => lines[..5],
        "foreign" => [.. lines[..3], Foreign(lines[3]), .. lines[4..]],
        _ => [.. lines[..3], "{", .. lines[4..]],
    };

    private static string Foreign(string line)
    {
        var key = AuditKey.New();
        var (body, hash) = ExportFile.Read(line)!.Value;
        var own = body.Replace(AuditBody.Read(body, hash)!.KeyId, key.Id, StringComparison.Ordinal);
        return ExportFile.Line(own, key.Hash(own));
    }

    private async Task<Recorder> WithEverythingAsync(Dialect dialect)
    {
        var recorder = await Recorder.WithAsync(stores, dialect, 2);
        await recorder.AppendAsync(Recorder.Event() with { Reason = "\"\\\b\f\n\r\t\u000f\u007f\u2028 ü€😀\uFB33", Evidence = new() { ["\uFB33"] = 1, ["😀"] = 2, ["€"] = -9007199254740991 } });
        await recorder.AppendManyAsync(1);
        await recorder.Rotation.RotateAsync(null, Person.Console, Cancellation);
        await recorder.AppendManyAsync(2);
        return recorder;
    }

    private static async Task<string[]> ExportAsync(Recorder recorder, AuditExport what)
    {
        using var to = new MemoryStream();
        var exported = await recorder.Exporter.WriteAsync(what, to, Person.Console, Cancellation);
        Assert.True(exported.IsOk);
        return Encoding.UTF8.GetString(to.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<string> WriteAsync(Recorder recorder, string[] lines)
    {
        var file = Path.Combine(recorder.Folder, "export.jsonl");
        await File.WriteAllTextAsync(file, string.Join('\n', lines) + "\n", Cancellation);
        return file;
    }

    private static async Task<(int Code, string Output)> StrangerAsync(Recorder recorder, string[] lines, string? anchors = null)
    {
        var script = Path.Combine(Repository.Root, "tests/verify-audit/verify.py");
        string[] arguments = [script, recorder.Keys.File, await WriteAsync(recorder, lines), .. anchors is null ? Array.Empty<string>() : [anchors]];
        using var python = Process.Start(new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await Task.WhenAll(python.StandardOutput.ReadToEndAsync(Cancellation), python.StandardError.ReadToEndAsync(Cancellation));
        await python.WaitForExitAsync(Cancellation);
        return (python.ExitCode, string.Concat(said).Trim());
    }
}
