namespace OpsConsole.People;

/// <summary>What a person wants to be as they like it: small values of JSON by name, on every device of theirs. Nothing of it gives or takes a right.</summary>
public interface IPreferences
{
    /// <summary>A value; null when none is kept.</summary>
    /// <param name="subject">Whose.</param>
    /// <param name="name">Its name: 1 to 100 lower case letters, digits and dashes.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>JSON, as it was kept.</returns>
    /// <exception cref="Storage.StorageException">The store does not answer.</exception>
    Task<string?> FindAsync(string subject, string name, CancellationToken cancellation);

    /// <summary>Keeps a value over the one before.</summary>
    /// <param name="subject">Whose.</param>
    /// <param name="name">Its name: 1 to 100 lower case letters, digits and dashes.</param>
    /// <param name="json">JSON of at most 64 KiB; null forgets it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The value as it is kept (empty when forgotten); or why not, with the field's name: <c>name</c>, <c>value</c>, <c>storage</c>.</returns>
    Task<Result<string>> KeepAsync(string subject, string name, string? json, CancellationToken cancellation);

    /// <summary>Tells the names of a person's values as they change, here or on another replica; <c>*</c>: any may have. What is told after this call is not missed.</summary>
    /// <param name="subject">Whose.</param>
    /// <param name="cancellation">Ends it.</param>
    IAsyncEnumerable<string> FollowAsync(string subject, CancellationToken cancellation);
}
