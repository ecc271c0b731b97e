using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Incidents;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>Who is called now, so that their own browser calls them, too.</summary>
public sealed class PersonalPagesTests(Stores stores)
{
    private static readonly Alert Alert = Any.Alert(minutes: 0, summary: "Nobody <b>leads</b>");

    private readonly FakeTime clock = new(Any.Noon);
    private readonly TestChannel pager = new("pager"), chat = new("chat", ChannelKind.Slack), mail = new("mail", ChannelKind.Email);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_step_calls_the_browsers_of_those_who_are_meant_once_and_is_over_when_somebody_has_it()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = EscalationWorld.On(store, clock, pager, chat, mail);
        var (ada, ben, cleo) = (new PersonalPageBook("ada"), new PersonalPageBook("ben"), new PersonalPageBook("cleo"));
        Assert.Empty(ada.Look(null));
        await NewsAsync();

        // By its first channel and by its second it is one call.
        pager.Fail();
        await console.LookAsync(Alert);
        Assert.Equal(["ada You are called: Critical: NoLeader"], await NewsAsync());
        Assert.Empty(await NewsAsync());

        // After minutes it is no news any more for a page that is opened then, or that was away.
        clock.Advance(TimeSpan.FromMinutes(15));
        await console.LookAsync(Alert);
        Assert.Equal(["ben You are called: Critical: NoLeader", "cleo You are called: Critical: NoLeader"], await NewsAsync());
        Assert.Empty(new PersonalPageBook("ben").Look(console.Get<PersonalPages>().Section.Current.Value));

        await console.TakeAsync(Alert);
        await console.LookAsync(Alert);
        await NewsAsync();
        Assert.Empty(console.Get<PersonalPages>().Section.Current.Value!.Pages);

        // Taken back it begins anew, which is a call of its own.
        await console.WithdrawAsync(Alert);
        await console.LookAsync(Alert);
        Assert.Equal(["ada You are called: Critical: NoLeader"], await NewsAsync());
        clock.Advance(PersonalPageBoard.Fresh);
        await NewsAsync();
        Assert.Empty(console.Get<PersonalPages>().Section.Current.Value!.Pages);

        async Task<IEnumerable<string>> NewsAsync()
        {
            await console.Hosted<PersonalPagesWriter>().LookAsync(Cancellation);
            var board = console.Get<PersonalPages>().Section.Current.Value;
            return [.. new[] { ("ada", ada), ("ben", ben), ("cleo", cleo) }.SelectMany(one => one.Item2.Look(board).Select(notice => $"{one.Item1} {notice.Title}"))];
        }
    }

    [Fact]
    public void It_is_seen_and_heard_and_leads_to_the_alert()
    {
        var notice = new PersonalPage("page-1", ["ada"], "Critical: NoLeader", "Nobody <b>leads</b>", Severity.Critical, "00aa").AsNotice();
        Assert.Equal(("page-1", "Nobody <b>leads</b>", "00aa", "alerts/00aa", true, true), (notice.Id, notice.Body, notice.Tag, notice.Address, notice.Shows, notice.Sounds));
    }

    [Fact]
    public async Task While_the_database_is_away_what_was_known_stays_and_is_said_to_be_old()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = EscalationWorld.On(store, clock, pager, chat, mail);
        await console.LookAsync(Alert);
        await console.Hosted<PersonalPagesWriter>().LookAsync(Cancellation);
        await store.Database.WriteAsync(work => work.ExecuteAsync("DROP TABLE escalation_notices", null, Cancellation), Cancellation);
        await console.Hosted<PersonalPagesWriter>().LookAsync(Cancellation);
        var seen = console.Get<PersonalPages>().Section.Current;
        Assert.NotNull(seen.Problem);
        Assert.Single(seen.Value!.Pages);
    }
}
