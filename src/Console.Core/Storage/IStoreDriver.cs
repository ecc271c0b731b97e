using System.Data.Common;

namespace OpsConsole.Storage;

/// <summary>How one kind of database is reached.</summary>
internal interface IStoreDriver : IAsyncDisposable
{
    /// <summary>Opens a connection.</summary>
    Task<DbConnection> OpenAsync(CancellationToken cancellation);

    /// <summary>Runs work that reads where it holds nobody up.</summary>
    Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellation);

    /// <summary>Runs work that writes, in its turn.</summary>
    Task<T> WriteAsync<T>(Func<Task<T>> work, CancellationToken cancellation);

    /// <summary>Keeps no connection from before a failure: after a server's restart each of them would fail once more.</summary>
    void Forget();
}
