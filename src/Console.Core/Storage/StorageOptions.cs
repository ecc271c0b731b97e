namespace OpsConsole.Storage;

/// <summary>Where the console keeps what must survive a restart: the section <c>Storage</c> of the configuration.</summary>
public sealed class StorageOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Storage";

    /// <summary>The folder of everything that is kept in files: the SQLite database, the audit's keys and anchors, the users file. A relative one is
    /// taken from the content root.</summary>
    public string Folder { get; set; } = "data";

    /// <summary>A PostgreSQL connection string. Null: SQLite, in <c>console.db</c> of <see cref="Folder"/>. Several replicas need PostgreSQL.</summary>
    public string? PostgreSql { get; set; }

    /// <summary>A file that holds the connection string, so that its password is in no setting.</summary>
    public string? PostgreSqlFile { get; set; }

    /// <summary>A file with 32 random bytes in base64 that the keys of cookies are encrypted with in the database. Null: they are stored as they are.</summary>
    public string? ProtectionKeyFile { get; set; }

    /// <summary>How old the rows of a table become, by its name: <c>30d</c>, <c>forever</c>.</summary>
    public Dictionary<string, string> Retention { get; } = new(StringComparer.OrdinalIgnoreCase);
}
