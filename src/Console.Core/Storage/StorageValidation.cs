using System.Collections.Immutable;
using Microsoft.Extensions.Options;

namespace OpsConsole.Storage;

/// <summary>Checks the section <c>Storage</c>. No sentence repeats a connection string.</summary>
internal sealed class StorageValidation(string contentRoot, IEnumerable<RetainedTable> tables) : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var problems = Problems(options);
        return problems.IsEmpty ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems.Select(problem => problem.ToString()));
    }

    private ImmutableArray<Problem> Problems(StorageOptions options)
    {
        var database = StorageSetup.DatabaseOf(options, contentRoot);
        var retention = Retention.Read([.. tables], options.Retention);
        ImmutableArray<Problem> key = options.ProtectionKeyFile is { Length: > 0 } file ? Keys.ProtectionKey.Read(StorageSetup.Locate(file, contentRoot)).Problems : [];
        if (database.IsOk)
        {
            // Nothing was opened yet: there is nothing to wait for.
            _ = database.Value.DisposeAsync().AsTask();
        }

        return [.. database.Problems, .. retention.Problems, .. key];
    }
}
