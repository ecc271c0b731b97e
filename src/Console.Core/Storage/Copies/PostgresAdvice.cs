namespace OpsConsole.Storage.Copies;

/// <summary>A server is copied with its own programs: they know more than we do.</summary>
internal static class PostgresAdvice
{
    public static string Backup(Database database) =>
        $"the database is on PostgreSQL, which makes its own backups, also while the console runs: pg_dump --format=custom --file=console.dump {Target(database)}";

    public static string Restore(Database database) =>
        $"the database is on PostgreSQL: end every console, then pg_restore --clean --if-exists --single-transaction {Target(database)} console.dump";

    private static string Target(Database database)
    {
        var (host, port, name) = database.Server!.Settings();
        return $"--host={host} --port={port} --dbname={name}";
    }

    private static (string Host, int Port, string Name) Settings(this Npgsql.NpgsqlDataSource server)
    {
        // The data source's own text leaves the password out.
        var read = new Npgsql.NpgsqlConnectionStringBuilder(server.ConnectionString);
        return (read.Host!, read.Port, read.Database!);
    }
}
