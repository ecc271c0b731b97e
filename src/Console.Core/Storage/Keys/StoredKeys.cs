using System.Xml.Linq;
using Dapper;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace OpsConsole.Storage.Keys;

/// <summary>
/// The keys of cookies in the database: restarts and replicas keep sessions. The framework asks without being awaited, seldom, and keeps what it
/// read for a day; so a database that is away later signs nobody out.
/// </summary>
internal sealed class StoredKeys(Database database, StorageState state, StoreLock locks, TimeProvider clock) : IXmlRepository
{
    private const string Lock = "first-key";
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(200);
    private readonly string me = Guid.NewGuid().ToString("N");
    private LockGrant? making;

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        if (!state.IsMigrated)
        {
            throw new StorageException(StorageFault.Unreachable, $"The keys of cookies can't be read yet: {state.Current.Problem}");
        }

        return Task.Run(AllAsync).GetAwaiter().GetResult();
    }

    public void StoreElement(XElement element, string friendlyName) => Task.Run(() => StoreAsync(element, friendlyName)).GetAwaiter().GetResult();

    // Who finds no key makes one. Two replicas that start together would make two, and neither could read the other's cookies: so who is told
    // "there is none" holds a lock until the new key is stored, and the others wait for that.
    private async Task<IReadOnlyCollection<XElement>> AllAsync()
    {
        using var patience = new CancellationTokenSource(Time + Time, clock);
        while (true)
        {
            if (await ReadPatientlyAsync(patience.Token).ConfigureAwait(false) is { Count: > 0 } stored)
            {
                return stored;
            }

            if (await locks.TryAcquireAsync(Lock, me, Time, patience.Token).ConfigureAwait(false) is { } grant)
            {
                making = grant;
                return await ReadAsync(patience.Token).ConfigureAwait(false);
            }

            await Task.Delay(Again, clock, patience.Token).ConfigureAwait(false);
        }
    }

    // A replica that has just come up asks once and then not for a day, at its busiest moment: one connection that took too long is no reason to turn people away.
    private async Task<IReadOnlyCollection<XElement>> ReadPatientlyAsync(CancellationToken cancellation)
    {
        var until = clock.GetTimestamp() + (long)(Time.TotalSeconds * clock.TimestampFrequency);
        while (true)
        {
            try
            {
                return await ReadAsync(cancellation).ConfigureAwait(false);
            }
            catch (StorageException e) when (e.Fault is StorageFault.Unreachable or StorageFault.Busy && clock.GetTimestamp() < until)
            {
                await Task.Delay(Again, clock, cancellation).ConfigureAwait(false);
            }
        }
    }

    private Task<IReadOnlyCollection<XElement>> ReadAsync(CancellationToken cancellation) => database.ReadAsync<IReadOnlyCollection<XElement>>(
        async connection => [.. (await connection.QueryAsync<string>(
            new CommandDefinition("SELECT xml FROM data_protection_keys ORDER BY stored_at, name", cancellationToken: cancellation)).ConfigureAwait(false)).Select(xml => XElement.Parse(xml))],
        cancellation);

    private async Task StoreAsync(XElement element, string name)
    {
        using var patience = new CancellationTokenSource(Time, clock);
        await database.WriteAsync(work => work.ExecuteAsync("INSERT INTO data_protection_keys (name, xml, stored_at) VALUES (@name, @xml, @at)",
            new { name, xml = element.ToString(SaveOptions.DisableFormatting), at = StoredTime.Of(clock.GetUtcNow()) }, patience.Token), patience.Token).ConfigureAwait(false);
        if (Interlocked.Exchange(ref making, null) is { } grant)
        {
            await locks.ReleaseAsync(grant, patience.Token).ConfigureAwait(false);
        }
    }
}
