using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Audit;

public sealed class EmptyRecordTests(Stores stores)
{
    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_record_without_entries_is_whole_and_begins_with_its_verification(Dialect dialect)
    {
        await using var recorder = await Recorder.NewAsync(stores, dialect);
        var empty = await recorder.VerifyAsync();
        Assert.Equal((true, 0, "The record is empty"), (empty.IsWhole, empty.Entries, empty.Summary));
        Assert.Empty((await recorder.Reader.ReadAsync(new() { Text = "x", Before = 10 }, TestContext.Current.CancellationToken)).Entries.Where(entry => entry.Action != "audit-verify"));
        Assert.Equal((true, 1), (await recorder.VerifyAsync()) is var next ? (next.IsWhole, next.Entries) : default);
    }
}
