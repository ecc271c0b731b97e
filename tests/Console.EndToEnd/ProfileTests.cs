using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd;

public sealed class ProfileTests(FleetWorld world, Browsers browsers) : WorldTest(world, browsers)
{
    [Fact]
    public async Task A_profile_that_breaks_while_the_console_runs_is_named_with_file_and_line_and_the_others_go_on()
    {
        var broken = World.Systems[0];
        var path = Path.Combine(World.SystemsFolder, $"{broken.Id}.yaml");
        var good = await File.ReadAllTextAsync(path, Cancellation);
        var lines = good.Split('\n').Length;
        var sources = (await OpenLiveAsync("sources")).Page;
        var overview = (await OpenLiveAsync("")).Page;
        await File.WriteAllTextAsync(path, $"{good.TrimEnd('\n')}\nno_such_field: 1\n", Cancellation);
        try
        {
            var fault = sources.GetByRole(AriaRole.Region, new() { Name = "Faults in profiles" }).GetByRole(AriaRole.Listitem)
                .Filter(new() { HasText = $"{broken.Id}.yaml:{lines}" });
            await SeenAsync(fault);
            Assert.Contains("no_such_field", await fault.First.InnerTextAsync(), StringComparison.Ordinal);

            // Its last good profile, and all others, are still there.
            foreach (var system in World.Systems)
            {
                await SeenAsync(overview.GetByRole(AriaRole.Link, new() { Name = system.Title, Exact = true }));
            }
        }
        finally
        {
            await File.WriteAllTextAsync(path, good, CancellationToken.None);
        }

        await GoneAsync(sources.GetByRole(AriaRole.Region, new() { Name = "Faults in profiles" }));
    }
}
