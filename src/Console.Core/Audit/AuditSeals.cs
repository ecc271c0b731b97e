using System.Collections.Immutable;
using System.Globalization;

namespace OpsConsole.Audit;

/// <summary>What an entry says of entries that were exported and taken out.</summary>
/// <param name="Through">The last of them.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="ExportSha256">The hash of the file they are in.</param>
internal sealed record SealNote(long Through, string Hash, string ExportSha256)
{
    /// <summary>The action of such an entry.</summary>
    public const string Action = "audit-seal";

    private const string ThroughParameter = "through";
    private const string HashParameter = "hash";
    private const string FileParameter = "exportSha256";

    /// <summary>As parameters of the entry.</summary>
    public ImmutableSortedDictionary<string, string> Parameters => ImmutableSortedDictionary<string, string>.Empty
        .Add(ThroughParameter, Through.ToString(CultureInfo.InvariantCulture)).Add(HashParameter, Hash).Add(FileParameter, ExportSha256);

    /// <summary>What the entry says; null when it is no such entry.</summary>
    /// <param name="entry">The entry.</param>
    public static SealNote? Of(AuditEntry entry) => entry.Action == Action && entry.Parameters.TryGetValue(ThroughParameter, out var through)
        && long.TryParse(through, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
        && entry.Parameters.TryGetValue(HashParameter, out var hash) && entry.Parameters.TryGetValue(FileParameter, out var file)
            ? new SealNote(last, hash, file)
            : null;
}
