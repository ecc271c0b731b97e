using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Actions;

/// <summary>The same actions from a terminal, with a token that was made on the page Me.</summary>
public sealed partial class TerminalTests(FleetWorld world, Browsers browsers) : ActionTest(world, browsers), IAsyncLifetime
{
    private const string Workload = "plue/api";

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await Fleet.ScaleAsync(Workload, 2, CancellationToken.None);
        await DisposeAsync();
    }

    [Fact]
    public async Task A_plan_is_printed_with_its_guards_an_action_is_done_and_taken_back()
    {
        var token = await TokenAsync();
        var uid = await Fleet.LeaseUidAsync(Lease, Cancellation);
        var (code, said) = await ActAsync(token, "lease-delete", "--system", "rynxs", "--target", Lease, "--plan");
        Assert.True(code == 1, said);
        Assert.Contains("lease-renewed", said, StringComparison.Ordinal);
        Assert.Contains("renews the lease", said, StringComparison.Ordinal);
        Assert.Contains("resourceVersion", said, StringComparison.Ordinal);
        Assert.Equal(uid, await Fleet.LeaseUidAsync(Lease, Cancellation));

        string[] scale = ["scale", "--system", "plue", "--target", Workload, "--replicas", "3"];
        (code, said) = await ActAsync(token, [.. scale, "--plan"]);
        Assert.True(code == 0, said);
        Assert.Equal((2, 2), await Fleet.ReplicasAsync(Workload, Cancellation));

        (code, said) = await ActAsync(token, [.. scale, "--typed", "api @ main", "--reason", "One more for the evening.", "--wait"]);
        Assert.True(code == 0, said);
        Assert.Equal((3, 3), await Fleet.ReplicasAsync(Workload, Cancellation));
        (code, said) = await ActAsync(token, "undo", Id().Match(said).Value, "--typed", "api @ main", "--reason", "The evening is over.", "--wait");
        Assert.True(code == 0, said);
        Assert.Equal(2, (await Fleet.ReplicasAsync(Workload, Cancellation)).Desired);
    }

    private async Task<string> TokenAsync()
    {
        var page = (await OpenAsAsync(Visitor.Operator, "me")).Page;
        var form = page.GetByRole(AriaRole.Form, new() { Name = "Make a token" });
        await form.GetByLabel("Name").FillAsync("terminal");
        await form.GetByLabel("operator").CheckAsync();
        await form.GetByRole(AriaRole.Button).ClickAsync();
        return await page.Locator(".me-token code").InnerTextAsync();
    }

    private async Task<(int Code, string Said)> ActAsync(string token, params string[] args)
    {
        using var run = await Launcher.StartAsync(new ProcessStartInfo("dotnet", [Repository.Console, "act", .. args, "--server", World.Console.Address.AbsoluteUri])
        {
            Environment = { ["OPSCONSOLE_TOKEN"] = token },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        run.StandardInput.Close();
        var said = await Task.WhenAll(run.StandardOutput.ReadToEndAsync(Cancellation), run.StandardError.ReadToEndAsync(Cancellation));
        await run.WaitForExitAsync(Cancellation);
        return (run.ExitCode, string.Concat(said));
    }

    [GeneratedRegex("\\b[a-z0-9]{20}\\b")]
    private static partial Regex Id();
}
