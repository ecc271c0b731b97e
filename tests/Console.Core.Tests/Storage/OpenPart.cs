using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Storage;

/// <summary>A process that takes the database of a folder, and says why not when it can't.</summary>
internal static class OpenPart
{
    public static async Task RunAsync(string folder)
    {
        var taken = await SqliteGround.TakeAsync(Path.Combine(folder, "console.db"), TimeProvider.System, CancellationToken.None);
        Console.WriteLine(taken.Match(_ => "taken", problems => $"refused: {problems[0]}"));
        if (taken.IsOk)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
        }
    }
}
