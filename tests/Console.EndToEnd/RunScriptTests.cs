using System.Diagnostics;
using System.Globalization;
using OpsConsole.World;

namespace OpsConsole.EndToEnd;

public sealed class RunScriptTests
{
    private static readonly TimeSpan BuildAndStart = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Run_sh_prints_the_address_of_a_page_that_answers_and_one_interrupt_ends_all_of_it()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var port = LoopbackPorts.Next();

        // A script that is started in the background inherits "ignore SIGINT", which it cannot undo: a person at a terminal has the default.
        using var run = await Launcher.StartAsync(new("env", ["--default-signal=INT", Repository.At("run.sh"), "--port", $"{port}", "--no-history"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        });
        var log = new ServerLog();
        run.ErrorDataReceived += (_, line) => log.Add(line.Data);
        run.OutputDataReceived += (_, line) => log.Add(line.Data);
        run.BeginErrorReadLine();
        run.BeginOutputReadLine();
        var children = Array.Empty<int>();
        try
        {
            var address = $"http://127.0.0.1:{port}/";
            await Eventually.SoAsync("run.sh prints its address", BuildAndStart, () => run.HasExited
                ? throw new InvalidOperationException($"run.sh ended:\n{log}")
                : Task.FromResult(log.ToString().Contains($"Ops Console: {address}", StringComparison.Ordinal)), cancellation);
            var visitor = await Visitor.SignInAsync(new Uri(address), "viewer", cancellation, "sandbox-viewer");
            using var http = visitor.Http(new Uri(address));
            Assert.Contains("<h1", await http.GetStringAsync(new Uri(address), cancellation), StringComparison.Ordinal);

            children = Children(run.Id);
            Assert.True(children.Length >= 4, $"sandbox, Prometheus, Alertmanager and console run: {children.Length}");
            using var interrupt = Process.Start("kill", ["-INT", run.Id.ToString(CultureInfo.InvariantCulture)]);
            await run.WaitForExitAsync(cancellation).WaitAsync(TimeSpan.FromSeconds(60), cancellation);
            await Eventually.SoAsync("its port is free", TimeSpan.FromSeconds(30), () => Task.FromResult(LoopbackPorts.IsFree(port)), cancellation);
            Assert.DoesNotContain(children, child => Directory.Exists($"/proc/{child}"));
        }
        finally
        {
            if (!run.HasExited)
            {
                run.Kill(entireProcessTree: true);
            }
        }
    }

    private static int[] Children(int parent) =>
        [.. File.ReadAllText($"/proc/{parent}/task/{parent}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
}
