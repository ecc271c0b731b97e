using OpsConsole.Audit;

namespace OpsConsole.Commands.Audit;

/// <summary><c>audit rotate-key</c> and <c>audit new-key</c>.</summary>
internal static class RotateKeyCommand
{
    /// <summary>Goes on with another key.</summary>
    public static Task<int> RunAsync(AuditArguments given, TextWriter output, CancellationToken cancellation) => AuditCommand.WithRecordAsync(
        given,
        output,
        async record =>
        {
            var rotated = await record.Get<KeyRotation>().RotateAsync(given.Find("--key"), OwnRecord.User, cancellation);
            if (!rotated.IsOk)
            {
                return await AuditCommand.RefuseAsync(output, rotated.Problems);
            }

            await output.WriteLineAsync($"Entries are made with key {rotated.Value} from now on. Keep a copy of the key file: the old keys are still needed to verify.");
            return AuditCommand.Good;
        },
        cancellation);

    /// <summary>Prints a new key; nothing knows it yet.</summary>
    public static async Task<int> NewKeyAsync(AuditArguments given, TextWriter output, CancellationToken cancellation)
    {
        await output.WriteLineAsync(KeyRotation.NewLine());
        return AuditCommand.Good;
    }
}
