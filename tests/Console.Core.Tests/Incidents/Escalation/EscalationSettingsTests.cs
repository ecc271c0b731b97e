using OpsConsole.Access;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Core.Tests.Systems;
using OpsConsole.Incidents;
using OpsConsole.Live;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>The settings, and what the log says of the file.</summary>
public sealed class EscalationSettingsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("12h", "5m", null)]
    [InlineData("soon", "5m", "Escalation:MaxAge: 'soon' is no time from 10m to 7d: write for example 12h")]
    [InlineData("1y", "5m", "Escalation:MaxAge: '1y' is no time from 10m to 7d: write for example 12h")]
    [InlineData("12h", "0", "Escalation:Settle: '0' is no time from 30s to 1h: write for example 5m")]
    [InlineData("12h", "-5m", "Escalation:Settle: '-5m' is no time from 30s to 1h: write for example 5m")]
    public void A_setting_that_is_wrong_is_named(string age, string settle, string? problem) =>
        Assert.Equal(problem is null ? [] : [problem], new EscalationOptions { MaxAge = age, Settle = settle }.Problems().Select(one => one.ToString()));

    [Fact]
    public async Task The_log_says_what_is_wrong_with_the_file_and_that_it_is_mended()
    {
        using var folder = new TempFolder();
        folder.Write(EscalationReader.File, "people: [{subject: ada}]\npolicies: [{name: p}]\n");
        var file = new EscalationFile(new AccessFile(Path.Combine(folder.Path, "access.yaml")), new ChannelBook([new TestChannel("pager")]), TimeProvider.System);
        var log = new RecordedLog<EscalationWatch>();
        using var watch = new EscalationWatch(file, new LiveState(TimeProvider.System), TimeProvider.System, log);
        await watch.StartAsync(Cancellation);
        await SaidAsync("Error Nobody is told of alerts until escalation.yaml is mended");

        File.Move(folder.Write(".new", "people: [{subject: ada}]\npolicies: [{name: p, steps: [{whom: [ada], by: [pager]}]}]\n"), file.Path, overwrite: true);
        await SaidAsync("Information 1 escalation policies in use, from escalation.yaml");
        File.Move(folder.Write(".new", "people: [{subject: ada}]\npolicies: [{name: p, steps: [{whom: [eve], by: [pager]}]}]\n"), file.Path, overwrite: true);
        await SaidAsync("Error The last good policies stay in use until escalation.yaml is mended: no edit of it counts before");
        Assert.Contains("Error escalation.yaml:2:38 policies[0].steps[0].whom[0]: nobody is called 'eve'; known are ada", log.Lines);
        await watch.StopAsync(Cancellation);

        async Task SaidAsync(string line) => await Eventually.SoAsync(() => Task.FromResult<bool?>(log.Lines.Contains(line) ? true : null), TimeSpan.FromSeconds(60), Cancellation);
    }
}
