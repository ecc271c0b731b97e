using OpsConsole.Audit;

namespace OpsConsole.Commands.Audit;

/// <summary><c>audit verify</c>.</summary>
internal static class VerifyCommand
{
    /// <summary>Runs it.</summary>
    public static Task<int> RunAsync(AuditArguments given, TextWriter output, CancellationToken cancellation) => AuditCommand.WithRecordAsync(
        given,
        output,
        async record =>
        {
            var verified = await record.Get<AuditVerifier>().VerifyAsync(given.All("--from"), OwnRecord.User, new Teller(output), cancellation);
            if (!verified.IsOk)
            {
                return await AuditCommand.RefuseAsync(output, verified.Problems);
            }

            await output.WriteLineAsync(verified.Value.Summary);
            if (verified.Value.NotRecorded is { } problem)
            {
                await output.WriteLineAsync($"This verification is not on record: {problem}");
            }

            return verified.Value.IsWhole ? AuditCommand.Good : AuditCommand.Bad;
        },
        cancellation);

    /// <summary>A line for each tenth: a verification of millions takes a while.</summary>
    private sealed class Teller(TextWriter output) : IProgress<AuditProgress>
    {
        private const int Parts = 10;
        private const long WorthTelling = 100_000;
        private long told;

        public void Report(AuditProgress value)
        {
            if (value.Total >= WorthTelling && value.Done * Parts / value.Total is var part && part > told)
            {
                told = part;
                output.WriteLine($"{value.Done} of {value.Total}");
            }
        }
    }
}
