using System.Collections.Immutable;

namespace OpsConsole.Audit;

/// <summary>Which entries, newest first. What is null does not narrow.</summary>
public sealed record AuditQuery
{
    /// <summary>The most entries of one page.</summary>
    public const int LargestPage = 500;

    /// <summary>From this time on.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>By this subject or name, without regard to case.</summary>
    public string? Actor { get; init; }

    /// <summary>On this system.</summary>
    public string? System { get; init; }

    /// <summary>This action.</summary>
    public string? Action { get; init; }

    /// <summary>At this stage.</summary>
    public AuditStage? Stage { get; init; }

    /// <summary>On this target, without regard to case.</summary>
    public string? Target { get; init; }

    /// <summary>All entries of one affair.</summary>
    public string? Correlation { get; init; }

    /// <summary>With all of these words somewhere in it, each at the beginning of a word, without regard to case.</summary>
    public string? Text { get; init; }

    /// <summary>Entries before this sequence: the keyset that pages go by. Null: from the newest on.</summary>
    public long? Before { get; init; }

    /// <summary>How many; from 1 to <see cref="LargestPage"/>.</summary>
    public int Size { get; init; } = 50;
}

/// <summary>One page.</summary>
/// <param name="Entries">Newest first.</param>
/// <param name="HasOlder">Whether there are older ones that fit.</param>
public sealed record AuditPage(ImmutableArray<AuditEntry> Entries, bool HasOlder);

/// <summary>Reads the record.</summary>
public interface IAuditReader
{
    /// <summary>Reads one page.</summary>
    /// <param name="query">Which entries.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="Storage.StorageException">The database does not answer.</exception>
    Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellation);

    /// <summary>Reads one entry.</summary>
    /// <param name="sequence">Its place.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The entry; null when there is none, or it was exported and sealed.</returns>
    /// <exception cref="Storage.StorageException">The database does not answer.</exception>
    Task<AuditEntry?> FindAsync(long sequence, CancellationToken cancellation);
}
