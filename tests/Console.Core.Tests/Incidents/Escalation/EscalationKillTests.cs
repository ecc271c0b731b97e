using System.Globalization;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Incidents;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>
/// A process that ends at every edge of every step, again and again: no step is lost, and one that is sent again has the name that it had, so that the other end can tell.
/// </summary>
public sealed class EscalationKillTests(Stores stores)
{
    // Six edges for each of three steps, four for each of the two places that hear that it resolved.
    private const int Edges = (3 * 6) + (2 * 4);
    private const int Times = 4 * Edges;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_at_every_edge_more_than_a_hundred_times_no_step_is_lost_and_none_is_sent_under_two_names()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var (killed, places) = (0, new HashSet<string>(StringComparer.Ordinal));
        for (var number = 0; number < Times; number++)
        {
            var life = new Life(number, number % Edges);
            await life.LiveAsync(store);
            life.Judge();
            killed += life.DiedAt is null ? 0 : 1;
            places.UnionWith(life.DiedAt is { } place ? [place] : []);
        }

        // So that the test can't have passed by never killing anybody, or only in one place.
        TestContext.Current.TestOutputHelper?.WriteLine($"{killed} killed, at {string.Join(", ", places.Order(StringComparer.Ordinal))}");
        Assert.Equal(Times, killed);
        Assert.Equal(["AfterIntent", "AfterResult", "AfterSending", "BeforeIntent", "BeforeResult", "BeforeSending"], places.Order(StringComparer.Ordinal));
    }

    /// <summary>One alert from its begin to its end, with one process that is killed on the way and one that goes on.</summary>
    private sealed class Life
    {
        private readonly int number, killAt;
        private readonly FakeTime clock;
        private readonly Alert alert;
        private readonly TestChannel pager = new("pager"), chat = new("chat", ChannelKind.Slack), mail = new("mail", ChannelKind.Email);
        private readonly List<(string Channel, Page Page)> taken = [];
        private int edges;
        private bool isDead;

        public Life(int number, int killAt)
        {
            (this.number, this.killAt) = (number, killAt);
            clock = new FakeTime(Any.Noon.AddDays(number));
            alert = Any.Alert(string.Create(CultureInfo.InvariantCulture, $"Alert{number}")) with { StartsAt = clock.GetUtcNow() };
            foreach (var channel in new[] { pager, chat, mail })
            {
                channel.Answer = (page, cancellation) => TakeAsync(channel, page, cancellation);
            }
        }

        public string? DiedAt { get; private set; }

        public async Task LiveAsync(TestStore store)
        {
            await using var first = new EscalationWorld(store, clock, EscalationWorld.Usual, [pager, chat, mail], (edge, _) => DiesAt(edge.ToString()) ? throw new KilledException() : Task.CompletedTask);
            if (!await WalkAsync(first))
            {
                // The next one is there after three minutes.
                isDead = true;
                clock.Advance(TimeSpan.FromMinutes(3));
                await using var next = EscalationWorld.On(store, clock, pager, chat, mail);
                await first.DisposeAsync();
                isDead = false;
                Assert.True(await WalkAsync(next));
            }
        }

        public void Judge()
        {
            var triggers = taken.Where(one => one.Page.Kind is PageKind.Trigger).ToList();
            Assert.Equal(["chat 2.1", "pager 1.1", "pager 3.1"], triggers.Select(one => $"{one.Channel} {one.Page.Step}").Distinct().Order(StringComparer.Ordinal));
            Assert.Equal(["chat resolve.2.1", "pager resolve.1.1"], taken.Where(one => one.Page.Kind is PageKind.Resolve).Select(one => $"{one.Channel} {one.Page.Step}").Distinct().Order(StringComparer.Ordinal));

            // One affair, and nothing but what was in the hands of who died is sent twice: a step, or the two that tell at once that it resolved.
            Assert.Single(taken.Select(one => one.Page.DedupKey).Distinct());
            Assert.All(taken.CountBy(one => (one.Channel, one.Page.Step)), sent => Assert.InRange(sent.Value, 1, 2));
            Assert.InRange(triggers.Count, 3, 4);
        }

        /// <summary>Walks the alert to its end, from wherever it is.</summary>
        /// <returns>Whether the process lived to see it.</returns>
        private async Task<bool> WalkAsync(EscalationWorld console)
        {
            try
            {
                for (; clock.GetUtcNow() < alert.StartsAt.AddMinutes(100); clock.Advance(TimeSpan.FromMinutes(15)))
                {
                    await LookAsync(console, clock.GetUtcNow() < alert.StartsAt.AddMinutes(60) ? [alert] : []);
                }

                return true;
            }
            catch (KilledException)
            {
                return false;
            }
        }

        private async Task LookAsync(EscalationWorld console, Alert[] alerts)
        {
            console.Live.Alerts.Observed(new AlertBoard([.. alerts], []));
            await console.Hosted<AckBoardWriter>().LookAsync(Cancellation);
            var sending = console.Get<PageSending>();
            do
            {
                await console.RoundAsync();
                await Eventually.SoAsync(
                    () => isDead ? throw new KilledException() : Task.FromResult<bool?>(sending.Count == 0 || sending.Peek() is not null ? true : null),
                    TimeSpan.FromSeconds(60), TimeSpan.FromMilliseconds(1), Cancellation);
            }
            while (sending.Count > 0);
        }

        private async Task<Delivery> TakeAsync(TestChannel channel, Page page, CancellationToken cancellation)
        {
            if (DiesAt("BeforeSending"))
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            }

            lock (taken)
            {
                taken.Add((channel.Name, page));
            }

            if (DiesAt("AfterSending"))
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            }

            return Delivery.Taken("Taken.", null, TimeSpan.Zero);
        }

        private bool DiesAt(string place)
        {
            lock (taken)
            {
                if (DiedAt is not null || edges++ != killAt)
                {
                    return false;
                }

                (DiedAt, isDead) = (place, true);
                return true;
            }
        }
    }

    private sealed class KilledException : Exception;
}
