using AngleSharp.Dom;
using OpsConsole.Incidents;
using OpsConsole.Pages.Sources.Escalations;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages.Sources;

/// <summary>Who is on call and what the policies say, on the sources' page.</summary>
public sealed class EscalationFileCardTests : IAsyncDisposable
{
    /// <summary>Two who take turns each day, for all systems; mail and phone are channels.</summary>
    internal const string Good = """
        people:
          - {subject: ada, name: Ada Ek}
          - {subject: ben, name: Ben <b>Ek</b>}
        groups:
          - {name: leads, people: [ada, ben]}
        rotations:
          - {name: primary, handover: daily, zone: Europe/Paris, at: "09:00", start: 2026-01-05, participants: [ada, ben]}
        quiet_hours:
          - {classes: [2, 3], from: "22:00", to: "07:00", zone: Europe/Paris}
        policies:
          - name: payments
            systems: [billing]
            steps:
              - {whom: [primary], by: [room, mail]}
              - {after: 15m, whom: [leads, ada], by: [mail]}
            repeat: {every: 1h, at_most: 2}
            then: everybody
          - name: everybody
            only_then: true
            steps:
              - {after: 5m, whom: [leads], by: [mail]}
        """;

    private readonly ConsoleHost console = Start();

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task Without_the_file_nobody_is_told_and_that_is_said()
    {
        var card = await CardAsync();

        Assert.Contains("There is no escalation.yaml", card.Words(), StringComparison.Ordinal);
        Assert.Contains("nobody of anything", card.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_good_file_says_who_is_on_call_who_is_next_and_what_happens()
    {
        Write(console, Good);

        var card = await CardAsync();

        Assert.Contains("escalation.yaml is valid", card.Words(), StringComparison.Ordinal);
        var cells = card.QuerySelectorAll("tbody td").Select(cell => cell.Words()).ToList();
        Assert.Equal(["Ada Ek", "Ben <b>Ek</b>"], new[] { cells[0], cells[2] }.Order());
        Assert.Equal(cells[1], cells[3]);
        var words = card.QuerySelector(".policies")!.Words();
        Assert.Contains("alerts of billing", words, StringComparison.Ordinal);
        Assert.Equal(["at once: primary, by room, else mail", "after 15 min: leads and Ada Ek, by mail", "after 5 min: leads, by mail"], card.QuerySelectorAll(".policies li").Select(step => step.Words()));
        Assert.Contains("all of it again every 1 h, 2 times at the most; then the policy everybody", words, StringComparison.Ordinal);
        Assert.Contains("only where another policy goes on with it", words, StringComparison.Ordinal);
        Assert.Contains("class 2 and 3: from 22:00 to 07:00 in Europe/Paris", words, StringComparison.Ordinal);
        Assert.Empty(card.QuerySelectorAll("td b b"));
    }

    [Fact]
    public async Task What_is_wrong_stands_there_with_its_line_and_nobody_is_told_meanwhile()
    {
        Write(console, Good.Replace("whom: [primary]", "whom: [secondary]", StringComparison.Ordinal));

        var card = await CardAsync();

        Assert.Contains("escalation.yaml has a mistake", card.Words(), StringComparison.Ordinal);
        Assert.Contains("Nobody is told of anything until it is mended.", card.Words(), StringComparison.Ordinal);
        Assert.Contains("escalation.yaml:14", card.QuerySelector(".findings code")!.Words(), StringComparison.Ordinal);
        Assert.Contains("secondary", card.QuerySelector(".findings")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Systems_of_which_nobody_is_told_are_odd()
    {
        Known.Fine(console.Live);
        Write(console, Good);

        Assert.Contains("nobody is told of the alerts of search", (await CardAsync()).QuerySelector(".findings")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rotation_that_has_not_begun_has_nobody_now_and_its_first_next()
    {
        var ada = new OnCallPerson("ada", "Ada Ek", System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty);
        var rotation = new Rotation("later", TimeZoneInfo.Utc, ShiftLength.Weekly, new TimeOnly(9, 0), new DateOnly(2027, 1, 4), ["ada"]) { End = new DateOnly(2027, 1, 11) };
        var roster = new Roster([ada], [rotation], []);

        var before = OnCallLine.Of(rotation, roster, new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal((null, "Ada Ek", new DateTimeOffset(2027, 1, 4, 9, 0, 0, TimeSpan.Zero)), (before.Now, before.Next, before.From));

        var last = OnCallLine.Of(rotation, roster, new DateTimeOffset(2027, 1, 5, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(("Ada Ek", null, new DateTimeOffset(2027, 1, 11, 9, 0, 0, TimeSpan.Zero)), (last.Now, last.Next, last.Until));
    }

    /// <summary>A console with the channels that the file names; they lead nowhere.</summary>
    internal static ConsoleHost Start(params (string Name, string Value)[] more) => ConsoleHost.Start([.. Channel(0, "room"), .. Channel(1, "mail"), .. more]);

    /// <summary>Writes the file, before anybody read it.</summary>
    internal static void Write(ConsoleHost console, string yaml) => File.WriteAllText(Path.Combine(Path.GetDirectoryName(console.AccessFile)!, EscalationReader.File), yaml);

    private static (string Name, string Value)[] Channel(int number, string name) =>
    [
        ($"Channels:{number}:Name", name), ($"Channels:{number}:Kind", "Email"), ($"Channels:{number}:Server", "127.0.0.1"), ($"Channels:{number}:Port", "1"), ($"Channels:{number}:Tls", "None"),
        ($"Channels:{number}:From", "console@example.com"), ($"Channels:{number}:To:0", "ops@example.com"), ($"Channels:{number}:Tries", "1"),
    ];

    private async Task<IElement> CardAsync() => (await console.PageAsync("/sources")).QuerySelector("[aria-labelledby=escalation]")!;
}
