using OpsConsole.Audit;

namespace OpsConsole.Commands.Audit;

/// <summary><c>audit export</c>.</summary>
internal static class ExportCommand
{
    /// <summary>Runs it.</summary>
    public static async Task<int> RunAsync(AuditArguments given, TextWriter output, CancellationToken cancellation)
    {
        if (Read(given) is not { IsOk: true } read)
        {
            return await AuditCommand.RefuseAsync(output, Read(given).Problems);
        }

        return await AuditCommand.WithRecordAsync(
            given,
            output,
            async record =>
            {
                // Never over a file that is there: it may be the only copy of what was sealed.
                await using var file = new FileStream(given.File!, FileMode.CreateNew, FileAccess.Write);
                var exported = await record.Get<AuditExporter>().WriteAsync(read.Value, file, OwnRecord.User, cancellation);
                if (!exported.IsOk)
                {
                    return await AuditCommand.RefuseAsync(output, exported.Problems);
                }

                await output.WriteLineAsync($"{given.File}: {exported.Value.Entries} entries, sha256 {exported.Value.Sha256}");
                return AuditCommand.Good;
            },
            cancellation);
    }

    private static Result<AuditExport> Read(AuditArguments given)
    {
        var format = given.Find("--format") ?? "jsonl";
        var problems = Problem.All(
            Problem.When(given.File is null, "FILE", "is missing: name the file to write"),
            Problem.When(format is not ("jsonl" or "csv"), "--format", $"'{format}' is no format: write jsonl or csv"),
            Problem.When(!given.TryNumber("--from-sequence", out var from), "--from-sequence", "is no number"),
            Problem.When(!given.TryNumber("--to-sequence", out var to), "--to-sequence", "is no number"));
        return problems.IsEmpty
            ? new AuditExport { Format = format == "csv" ? AuditExportFormat.Csv : AuditExportFormat.JsonLines, FromSequence = from, ToSequence = to }
            : problems;
    }
}
