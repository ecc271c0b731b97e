using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Silences;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Silences;

public sealed class SilenceComposerTests
{
    private static readonly SystemCatalog Catalog = Catalogs.Of("alpha", "beta");

    [Fact]
    public void The_same_id_in_two_Alertmanagers_is_one_silence_of_one_cluster()
    {
        var silence = Silence("1", "alertname=\"A\"");
        var later = silence with { Source = "am-2", EndsAt = silence.EndsAt.AddHours(1), UpdatedAt = Any.Noon };
        var seen = Assert.Single(Compose([Told("am-1", silence), Told("am-2", later)]).Silences);

        Assert.Equal(["am-1", "am-2"], seen.Origins);
        Assert.Equal(later.EndsAt, seen.Silence.EndsAt);
    }

    [Fact]
    public void Alertmanagers_apart_keep_their_silences_apart_though_they_ask_the_same()
    {
        var board = Compose([Told("am-1", Silence("1", "alertname=\"A\"")), Told("am-2", Silence("2", "alertname=\"A\"", "am-2"))]);

        Assert.Equal([["am-1"], ["am-2"]], board.Silences.Select(seen => seen.Origins.ToArray()));
        Assert.All(board.Silences, seen => Assert.Empty(seen.SameAs));
    }

    [Fact]
    public void A_member_that_does_not_answer_is_outvoted_and_its_own_silences_stay_as_the_last_known()
    {
        var shared = Silence("1", "alertname=\"A\"") with { UpdatedAt = Any.Noon };
        var board = Compose([
            Told("am-1", shared, Silence("2", "alertname=\"B\"")) with { Problem = "connection refused" },
            Told("am-2", shared with { Source = "am-2", State = SilenceState.Expired, UpdatedAt = Any.Noon.AddHours(-1) })]);

        Assert.Equal(SilenceState.Expired, board.Find("1")!.Silence.State);
        Assert.Equal((false, true), (board.IsLastKnown(board.Find("1")!), board.IsLastKnown(board.Find("2")!)));
        Assert.Equal("connection refused", board.Silent["am-1"]);
        Assert.Equal("am-2", board.PlaceOf(board.Find("1")!));
    }

    [Fact]
    public void What_it_fits_is_counted_by_severity_and_names_its_systems()
    {
        var seen = Only("alertname=~\"A|B\"", [At(Any.Alert("A")), At(Any.Alert("B", "beta", "warning")), At(Any.Alert("ABBA"))]);

        Assert.Equal([(Severity.Critical, 1), (Severity.Warning, 1)], seen.Reach!.BySeverity.Select(count => (count.Key, count.Value)));
        Assert.Equal(["alpha", "beta"], seen.Systems.Order());
    }

    [Fact]
    public void Alerts_of_another_Alertmanager_are_not_held_back_and_those_of_rules_alone_may_be()
    {
        var elsewhere = Any.Alert("A") with { Origins = ["am-2"] };
        var pending = Any.Alert("A", "beta", state: AlertState.Pending) with { Origins = ["prom"] };
        var board = Compose([Told("am-1", Silence("1", "alertname=\"A\"")), Told("am-2")], new AlertBoard([elsewhere, pending], []));

        Assert.Equal([pending], board.Find("1")!.Reach!.Alerts);
        Assert.Equal(0, board.Find("1")!.Reach!.Firing);
    }

    [Fact]
    public void Where_no_alert_was_ever_read_nothing_is_said_of_what_it_fits()
    {
        var seen = Assert.Single(Compose([Told("am-1", Silence("1", "system=\"alpha\""))], null).Silences);

        Assert.Null(seen.Reach);
        Assert.False(seen.FitsNothing);
        Assert.False(seen.EndsSoonAt(Any.Noon));
        Assert.Equal(["alpha"], seen.Systems);
    }

    [Fact]
    public void A_matcher_that_only_Alertmanager_reads_is_judged_by_its_word_on_the_alert()
    {
        var silence = Silence("1", "alertname=\"A\"") with { Unjudged = ["pod=~\"(?<odd>x)\""] };
        var held = At(Any.Alert("A")) with { SilencedBy = ["1"], State = AlertState.Silenced };
        var board = Compose([Told("am-1", silence)], new AlertBoard([held, At(Any.Alert("A", "beta"))], []));

        Assert.Equal([held], board.Find("1")!.Reach!.Alerts);
        Assert.False(Compose([Told("am-1", silence)], AlertBoard.Empty).Find("1")!.FitsNothing);
    }

    [Fact]
    public void One_that_ends_within_two_hours_is_marked_only_while_what_it_fits_fires()
    {
        var seen = Only("alertname=\"A\"", [At(Any.Alert("A", state: AlertState.Silenced))]);

        Assert.True(seen.EndsSoonAt(seen.Silence.EndsAt.AddMinutes(-119)));
        Assert.False(seen.EndsSoonAt(seen.Silence.EndsAt.AddHours(-2)));
        Assert.False(Only("alertname=\"A\"", [At(Any.Alert("A", state: AlertState.Pending))]).EndsSoonAt(seen.Silence.EndsAt));
        Assert.True(Only("alertname=\"A\"", [At(Any.Alert("B"))]).FitsNothing);

        var brief = seen with { Silence = seen.Silence with { EndsAt = seen.Silence.StartsAt.AddHours(1) } };
        Assert.False(brief.EndsSoonAt(seen.Silence.StartsAt));
        Assert.True(brief.EndsSoonAt(seen.Silence.StartsAt.AddMinutes(31)));
    }

    [Theory]
    [InlineData("system=\"alpha\"", "alpha")]
    [InlineData("system=~\"alpha|beta\"", "alpha,beta")]
    [InlineData("system!=\"beta\"", "alpha")]
    [InlineData("system=\"alpha\", severity=\"critical\"", "")]
    public void A_silence_that_asks_no_more_than_the_claim_holds_the_whole_system_back(string matchers, string whole) =>
        Assert.Equal(whole, string.Join(',', Only(matchers, []).WholeSystems));

    [Fact]
    public void Silences_with_the_same_matchers_know_each_other_and_a_narrower_one_knows_the_wider()
    {
        var board = Compose([Told("am-1",
            Silence("1", "alertname=\"A\", pod=\"x\""), Silence("2", "pod=\"x\", alertname=\"A\""), Silence("3", "pod=\"x\""),
            Silence("4", "pod=\"x\"") with { State = SilenceState.Expired })]);

        Assert.Equal(("2", "3"), (board.Find("1")!.SameAs.Single(), board.Find("1")!.Within.Single()));
        Assert.Equal((0, 0), (board.Find("3")!.SameAs.Length, board.Find("3")!.Within.Length));
    }

    [Fact]
    public void Of_those_that_are_over_the_newest_are_listed_and_all_are_counted_once_a_cluster()
    {
        var over = Enumerable.Range(0, 600).Select(i => Silence($"{i}", "alertname=\"A\"") with { State = SilenceState.Expired, EndsAt = Any.Noon.AddMinutes(-i) }).ToArray();
        var board = Compose([
            Told("am-1", [.. over[..500]], 70_000), Told("am-2", [.. over[100..]], 69_000), Told("am-3", [Silence("else", "alertname=\"A\"", "am-3") with { State = SilenceState.Expired }], 5)]);

        Assert.Equal(70_005, board.Expired);
        Assert.Equal(500, board.Silences.Length);
        Assert.DoesNotContain(board.Silences, seen => seen.Silence.Id == "599");
        Assert.All(board.Silences, seen => Assert.Null(seen.Reach));
    }

    [Fact]
    public void When_nothing_changed_the_board_is_the_same_and_else_only_what_changed_is_new()
    {
        var alerts = new AlertBoard([At(Any.Alert("A")), At(Any.Alert("B"))], []);
        var (first, second) = (Silence("1", "alertname=\"A\""), Silence("2", "alertname=\"B\""));
        var before = Compose([Told("am-1", first, second)], alerts);

        Assert.Same(before, Compose([Told("am-1", Silence("1", "alertname=\"A\""), second)], alerts, before));
        var after = Compose([Told("am-1", first, second with { EndsAt = second.EndsAt.AddHours(1) })], alerts, before);
        Assert.Same(before.Find("1"), after.Find("1"));
        Assert.NotSame(before.Find("2"), after.Find("2"));
    }

    [Fact]
    public void What_a_silence_is_said_to_fit_is_exactly_what_its_matchers_match() => Prop.ForAll(
        Any.Matchers.Generator.ArrayOf(2).ToArbitrary(), Alerts.ArrayOf(12).ToArbitrary(), (matchers, alerts) =>
        {
            ImmutableArray<Alert> board = [.. alerts.DistinctBy(alert => alert.Fingerprint)];
            var silence = Silence("1", "alertname=\"A\"") with { Matchers = [.. matchers] };
            var seen = Compose([Told("am-1", silence)], new AlertBoard(board, [])).Find("1")!;
            return seen.Reach!.Alerts.SequenceEqual(board.Where(alert => matchers.All(matcher => matcher.Matches(alert.Labels[matcher.Label]))));
        }).QuickCheckThrowOnFailure();

    private static Gen<Alert> Alerts =>
        from system in Gen.Elements("a", "ready", "alpha", "")
        from severity in Gen.Elements("critical", "a", "b", "a.b")
        from pod in Any.Texts
        select At(Any.Alert("A", system, severity, labels: [("pod", pod)]));

    private static Alert At(Alert alert) => alert with { Origins = ["am-1"] };

    private static Silence Silence(string id, string matchers, string source = "am-1") => new(
        source, id, [.. matchers.Split(", ").Select(matcher => Matcher.Parse(matcher).Value)], Any.Noon.AddHours(-1), Any.Noon.AddHours(4), "ada", "planned", SilenceState.Active);

    private static SourceReading<SilenceList> Told(string source, params ImmutableArray<Silence> silences) =>
        Told(source, silences, silences.Count(silence => silence.State is SilenceState.Expired));

    private static SourceReading<SilenceList> Told(string source, ImmutableArray<Silence> silences, int expired) => new(source, [new(silences, expired)], Any.Noon, null);

    private static SeenSilence Only(string matchers, ImmutableArray<Alert> alerts) =>
        Assert.Single(Compose([Told("am-1", Silence("1", matchers))], new AlertBoard(alerts, [])).Silences);

    private static SilenceBoard Compose(ImmutableArray<SourceReading<SilenceList>> readings) => Compose(readings, AlertBoard.Empty);

    private static SilenceBoard Compose(ImmutableArray<SourceReading<SilenceList>> readings, AlertBoard? alerts, SilenceBoard? before = null) =>
        SilenceComposer.Compose(readings, alerts, Catalog, before ?? SilenceBoard.Empty);
}
