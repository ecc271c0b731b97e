using System.Collections.Concurrent;
using System.Diagnostics;

namespace OpsConsole.World;

/// <summary>
/// Starts processes that end when we do, even when we crash. The kernel ends them with the thread that started them, so one
/// thread that never ends starts all of them.
/// </summary>
internal static class Launcher
{
    private static readonly BlockingCollection<Action> Work = Begin();

    public static Task<Process> StartAsync(ProcessStartInfo start)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        });
        return started.Task;
    }

    private static BlockingCollection<Action> Begin()
    {
        var work = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var action in work.GetConsumingEnumerable())
            {
                action();
            }
        })
        { IsBackground = true, Name = "launcher" }.Start();
        return work;
    }
}
