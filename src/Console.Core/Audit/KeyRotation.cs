using System.Collections.Immutable;
using OpsConsole.Access;

namespace OpsConsole.Audit;

/// <summary>
/// Changes the key. The entry that announces the new key is made with the old one: whoever has only stolen a database can't announce a key of
/// their own, and whoever verifies can follow from key to key.
/// </summary>
public sealed class KeyRotation
{
    /// <summary>The action of the announcing entry.</summary>
    public const string Action = "audit-rotate-key";

    private const string KeyParameter = "newKeyId";
    private readonly AuditKeys keys;
    private readonly IAuditLog record;

    internal KeyRotation(AuditKeys keys, IAuditLog record) => (this.keys, this.record) = (keys, record);

    /// <summary>Announces a key; entries from then on are made with it.</summary>
    /// <param name="keyId">A key that the key file holds already, on every replica. Null: a new one is made and added to the file.</param>
    /// <param name="by">Who wants it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The new key's id.</returns>
    public async Task<Result<string>> RotateAsync(string? keyId, Person by, CancellationToken cancellation)
    {
        var key = keyId is null ? keys.AddNew() : Find(keyId);
        if (!key.IsOk)
        {
            return key.Problems;
        }

        var recorded = await record.AppendAsync(
            new AuditEvent
            {
                Actor = by,
                Action = Action,
                Stage = AuditStage.Succeeded,
                Target = key.Value.Id,
                Parameters = ImmutableSortedDictionary<string, string>.Empty.Add(KeyParameter, key.Value.Id).Add("newKeyFingerprint", key.Value.Fingerprint),
            },
            cancellation).ConfigureAwait(false);
        return recorded.IsOk ? key.Value.Id : recorded.Problems;
    }

    /// <summary>A new key as a line for the key file, for whoever gives the file to several replicas before the key is announced. A secret.</summary>
    public static string NewLine() => AuditKey.New().Line;

    /// <summary>The key that the entry after this one must be made with.</summary>
    /// <param name="entry">The entry.</param>
    internal static string KeyAfter(AuditEntry entry) =>
        entry.Action == Action && entry.Parameters.TryGetValue(KeyParameter, out var next) ? next : entry.KeyId;

    private Result<AuditKey> Find(string keyId) => keys.Read() switch
    {
        { IsOk: true } all when all.Value.FirstOrDefault(key => key.Id == keyId) is { } known => known,
        { IsOk: true } => new Problem("key", $"{keys.File} holds no key {keyId}"),
        var bad => bad.Problems,
    };
}
