using Microsoft.Extensions.Configuration;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Storage;

public sealed class StorageSettingsTests
{
    private const string Secret = "s3cret";

    [Theory]
    [InlineData("PostgreSql", "Host=db;Password=s3cret;Color=blue", "Storage:PostgreSql: is no PostgreSQL connection string")]
    [InlineData("PostgreSql", "Host=db;Password=s3cret;Port=many", "Storage:PostgreSql: is no PostgreSQL connection string")]
    [InlineData("PostgreSql", "Password=s3cret", "Storage:PostgreSql: is no PostgreSQL connection string")]
    [InlineData("PostgreSql", "s3cret", "Storage:PostgreSql: is no PostgreSQL connection string")]
    [InlineData("PostgreSqlFile", "/no/such/file", "Storage:PostgreSqlFile: the file /no/such/file can't be read")]
    [InlineData("Folder", "", "Storage:Folder: is empty")]
    [InlineData("Postgres", "Host=db;Password=s3cret", "Storage:Postgres: is no setting; known are Folder, PostgreSql, PostgreSqlFile, ProtectionKeyFile, Retention")]
    public void A_wrong_setting_is_named_and_no_connection_string_is_repeated(string name, string value, string problem)
    {
        var opened = Open((name, value));
        Assert.StartsWith(problem, opened.Explanation, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, opened.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_string_may_come_from_a_file_but_not_from_both()
    {
        using var folder = new TempFolder();
        var file = folder.Write("connection", "Host=db;Port=6432;Database=ops;Username=console;Password=s3cret\n");
        await using var database = Open(("PostgreSqlFile", file)).Value;
        Assert.Equal((Dialect.PostgreSql, "db:6432/ops"), (database.Dialect, database.Place));
        Assert.Contains("keep one of the two", Open(("PostgreSqlFile", file), ("PostgreSql", "Host=db")).Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("dG9vIHNob3J0")]
    [InlineData("not base64 at all, but of some length")]
    public async Task A_key_file_that_holds_no_key_stops_the_start(string content)
    {
        using var folder = new TempFolder();
        var file = folder.Write("protection.key", content);
        var stopped = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => StoreHost.SqliteAsync(folder.Path, ("ProtectionKeyFile", file)));
        Assert.Contains("must hold 32 bytes in base64", stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_setting_stops_the_start()
    {
        using var folder = new TempFolder();
        var stopped = await Assert.ThrowsAsync<InvalidOperationException>(() => StoreHost.SqliteAsync(folder.Path, ("Foldr", "x")));
        Assert.Contains("Foldr", stopped.Message, StringComparison.Ordinal);
    }

    private static Result<Database> Open(params (string Name, string Value)[] settings) => StorageSetup.Open(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(it => KeyValuePair.Create($"Storage:{it.Name}", (string?)it.Value))).Build(), "/");
}
