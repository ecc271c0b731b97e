namespace OpsConsole.Storage;

/// <summary>Which database answers: statements are the same but for a few words.</summary>
public enum Dialect
{
    /// <summary>A file, one process.</summary>
    Sqlite,

    /// <summary>A server, any number of replicas.</summary>
    PostgreSql,
}
