using System.Globalization;
using OpsConsole.Audit;

namespace OpsConsole.Commands.Audit;

/// <summary><c>audit seal</c>.</summary>
internal static class SealCommand
{
    /// <summary>Runs it.</summary>
    public static async Task<int> RunAsync(AuditArguments given, TextWriter output, CancellationToken cancellation)
    {
        if (given.Find("--export") is not { } file)
        {
            return await AuditCommand.RefuseAsync(output, [new Problem("--export", "is missing: name the file that the entries go to")]);
        }

        if (!DateTimeOffset.TryParseExact(given.Find("--before"), ["yyyy-MM-dd", "O"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var before))
        {
            return await AuditCommand.RefuseAsync(output, [new Problem("--before", "is no date: write for example 2026-01-31")]);
        }

        return await AuditCommand.WithRecordAsync(
            given,
            output,
            async record =>
            {
                var done = await record.Get<AuditSealer>().SealAsync(before, file, OwnRecord.User, cancellation);
                if (!done.IsOk)
                {
                    return await AuditCommand.RefuseAsync(output, done.Problems);
                }

                await output.WriteLineAsync($"{file}: {done.Value.Entries} entries, up to {done.Value.Through}, sha256 {done.Value.Sha256}; they are in this file only now, keep it");
                return AuditCommand.Good;
            },
            cancellation);
    }
}
