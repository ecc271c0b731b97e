namespace OpsConsole.Components.Live;

/// <summary>What a component hears beside the live state, until it is left: one or none.</summary>
internal sealed class Follower : IAsyncDisposable
{
    private readonly CancellationTokenSource left = new();
    private Task following = Task.CompletedTask;

    /// <summary>Hears nothing yet.</summary>
    public Follower() => Left = left.Token;

    /// <summary>Cancelled when the component is left.</summary>
    public CancellationToken Left { get; }

    /// <summary>Hears what comes, one after the other.</summary>
    /// <param name="news">What comes, ended by <see cref="Left"/>.</param>
    /// <param name="hear">Takes it.</param>
    /// <param name="broke">Is told why no more can be heard.</param>
    public void Follow<T>(IAsyncEnumerable<T> news, Func<T, Task> hear, Func<Exception, Task> broke) => following = FollowAsync(news, hear, broke);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await left.CancelAsync();
        await following;
        left.Dispose();
    }

    private async Task FollowAsync<T>(IAsyncEnumerable<T> news, Func<T, Task> hear, Func<Exception, Task> broke)
    {
        try
        {
            await foreach (var one in news)
            {
                await hear(one);
            }
        }
        catch (Exception e) when (left.IsCancellationRequested && e is OperationCanceledException or ObjectDisposedException)
        {
            // Left.
        }
        catch (Exception e)
        {
            await broke(e);
        }
    }
}
