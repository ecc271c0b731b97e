using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Changes;

/// <summary>
/// Puts it on record when a file of the configuration changes, also while the console was away: what a file was is remembered in the store,
/// and of several replicas one records it.
/// </summary>
/// <param name="files">The files.</param>
/// <param name="known">What they were.</param>
/// <param name="audit">The record.</param>
/// <param name="clock">The time.</param>
/// <param name="log">The log.</param>
internal sealed class ConfigurationRecord(ConfigurationFiles files, KnownFiles known, IAuditLog audit, TimeProvider clock, ILogger<ConfigurationRecord> log)
    : BackgroundService
{
    /// <summary>The action of the entries.</summary>
    public const string Action = "config-change";

    private const string Gone = "gone";
    private const int MostAtOnce = 200;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    // The store is only asked about a file that looks different from the last time.
    private readonly Dictionary<string, string> seen = new(StringComparer.Ordinal);

    // Told to us alone, so ours to record, however long the record is away.
    private readonly List<FileChange> owed = [];

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => new CollectorLoop(Period, clock).RunAsync(LookAsync, stoppingToken);

    /// <summary>Looks once, and records what is new.</summary>
    internal async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            await NoteAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is StorageException or IOException or UnauthorizedAccessException)
        {
            // Looked at again in the next round; what is wrong with the store or the folder is said elsewhere.
            log.NotLooked(e.Message);
        }

        await RecordAsync(cancellation).ConfigureAwait(false);
    }

    private async Task NoteAsync(CancellationToken cancellation)
    {
        var now = files.Find();
        foreach (var (name, path) in now)
        {
            await NoteAsync(name, await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        }

        foreach (var name in seen.Keys.Where(name => seen[name] != Gone && !now.ContainsKey(name)).ToList())
        {
            if (await known.NoteAsync(name, ReadOnlyMemory<byte>.Empty, cancellation).ConfigureAwait(false) is { } change)
            {
                owed.Add(change with { Now = Gone });
            }

            seen[name] = Gone;
        }
    }

    private async Task NoteAsync(string name, byte[] content, CancellationToken cancellation)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        if (seen.GetValueOrDefault(name) == hash)
        {
            return;
        }

        if (await known.NoteAsync(name, content, cancellation).ConfigureAwait(false) is { } change)
        {
            owed.Add(change);
        }

        seen[name] = hash;
    }

    private async Task RecordAsync(CancellationToken cancellation)
    {
        // All that a new store sees for the first time is one affair, not a hundred; in parts that an entry can hold.
        while (owed.Count > 0)
        {
            var first = owed.TakeWhile(change => change.Before is null).Take(MostAtOnce).ToList();
            var happened = first.Count > 1 ? Appeared(first) : Changed(owed[0]);
            if (!await AppendAsync(happened, Math.Max(1, first.Count), cancellation).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    private static AuditEvent Appeared(List<FileChange> changes) => new()
    {
        Actor = Person.Console,
        Action = Action,
        Stage = AuditStage.Succeeded,
        Target = $"{changes.Count} files",
        Reason = "seen for the first time",
        Evidence = new JsonObject { ["files"] = new JsonObject(changes.Select(change => KeyValuePair.Create<string, JsonNode?>(change.Name, change.Now))) },
    };

    private static AuditEvent Changed(FileChange change) => new()
    {
        Actor = Person.Console,
        Action = Action,
        Stage = AuditStage.Succeeded,
        Target = change.Name,
        Parameters = ImmutableSortedDictionary<string, string>.Empty.Add("before", change.Before ?? "none").Add("now", change.Now),
    };

    private async Task<bool> AppendAsync(AuditEvent happened, int count, CancellationToken cancellation)
    {
        var recorded = await audit.AppendAsync(happened, cancellation).ConfigureAwait(false);
        if (!recorded.IsOk)
        {
            log.NotRecorded(happened.Target!, recorded.Explanation);
            return false;
        }

        owed.RemoveRange(0, count);
        return true;
    }
}
