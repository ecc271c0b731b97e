using OpsConsole.Silences;

namespace OpsConsole.Core.Tests.Silences.Maintenance;

/// <summary>What is wrong with a window that somebody wrote, beside the field; and whose it is.</summary>
public sealed class DraftReaderTests
{
    private static readonly DateTimeOffset Now = MaintenanceWorld.At("2026-12-01T12:00Z");
    private static readonly MaintenanceDraft Good = MaintenanceWorld.Recurring("0 2 * * TUE", "2h", "Europe/Paris");

    [Fact]
    public void What_is_right_is_a_window_of_the_systems_claim_and_its_own_matchers()
    {
        var reading = Read(Good with { Matchers = "{pod=~\"api-.*\", alertname=\"X\"}", Ticket = " OPS-1 " });
        Assert.Empty(reading.Problems);
        Assert.Equal(["alertname=\"X\"", "pod=~\"api-.*\"", "system=\"billing\""], reading.Matchers.Select(matcher => matcher.ToString()));
        Assert.Equal(("billing", "OPS-1"), (reading.Plan!.System, reading.Plan.Ticket));
        Assert.Equal(["billing"], reading.Systems!.Value);
    }

    [Fact]
    public void A_draft_of_a_window_reads_as_the_window()
    {
        var once = Read(MaintenanceWorld.Once("2026-12-02T02:00", "2026-12-02T05:00") with { Zone = "Europe/Paris", Matchers = "a=\"1\"" }).Plan!;
        Assert.Equal(MaintenanceDraft.Of(once), MaintenanceDraft.Of(Read(MaintenanceDraft.Of(once)).Plan!));
        Assert.Equal("2026-12-02T02:00", MaintenanceDraft.Of(once).From);
        Assert.Equal(("0 2 * * TUE", "2h"), (MaintenanceDraft.Of(Read(Good).Plan!).Cron, MaintenanceDraft.Of(Read(Good).Plan!).Duration));
    }

    [Theory]
    [InlineData("name", "", "is empty: write what is done")]
    [InlineData("name", "a\nb", "holds a control character")]
    [InlineData("system", "billling", "there is no system 'billling'; known are billing, search and shy")]
    [InlineData("system", "shy", "the profile of shy allows no silences: add the action silence to it")]
    [InlineData("matchers", "alertname=~\"(\"", "the first is wrong")]
    [InlineData("matchers", "alertname=~\".*\"", "fit every alert that lacks these labels")]
    [InlineData("matchers", "alertname", "the first is wrong")]
    [InlineData("cron", "0 25 * * TUE", "the hour '25' is wrong")]
    [InlineData("duration", "two hours", "is no duration")]
    [InlineData("duration", "30s", "must be whole minutes")]
    [InlineData("duration", "8d", "is longer than 7 days")]
    [InlineData("duration", "25h", "is longer than the profile of billing allows a silence to be: 24 h")]
    [InlineData("zone", "Europe/Pariss", "perhaps Europe/Paris")]
    [InlineData("comment", " ", "is empty: write why")]
    public void What_is_wrong_is_told_beside_its_field(string field, string value, string says)
    {
        var problem = Assert.Single(Read(With(Good, field, value)).Problems, one => one.Where == field);
        Assert.Contains(says, problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_is_none() => Assert.Equal("name", Read(Good with { Name = "a\ud800" }).Problems.Single().Where);

    [Fact]
    public void All_that_is_wrong_is_told_at_once() => Assert.Equal(
        ["cron", "duration", "name", "comment", "matchers", "zone"], Read(new MaintenanceDraft { IsRecurring = true }).Problems.Select(problem => problem.Where).Distinct().OrderBy(field => field switch
        {
            "cron" => 0,
            "duration" => 1,
            "name" => 2,
            "comment" => 3,
            "matchers" => 4,
            _ => 5,
        }));

    [Fact]
    public void Without_a_system_and_without_matchers_it_would_hold_everything_back() =>
        Assert.Contains("it would hold everything back", Read(Good with { System = string.Empty }).Problems.Single().What, StringComparison.Ordinal);

    [Theory]
    [InlineData("system=\"billing\", alertname=\"X\"", "billing")]
    [InlineData("system=~\"billing|search\"", "billing search")]
    [InlineData("system=~\"billing|nothing\"", null)]
    [InlineData("system=~\"bill.*\"", null)]
    [InlineData("system!=\"billing\", alertname=\"X\"", null)]
    [InlineData("alertname=\"X\"", null)]
    public void Matchers_are_bound_to_the_systems_that_they_name_and_to_none_otherwise(string matchers, string? systems) =>
        Assert.Equal(systems, Read(Good with { System = string.Empty, Matchers = matchers, Duration = "1h" }).Systems is { } named ? string.Join(' ', named) : null);

    [Fact]
    public void Of_several_systems_the_strictest_says_how_long() => Assert.Contains(
        "is longer than the profile of search allows a silence to be: 2 h", Read(Good with { System = string.Empty, Matchers = "system=~\"billing|search\"", Duration = "3h" }).Problems.Single().What, StringComparison.Ordinal);

    private static DraftReading Read(MaintenanceDraft draft) => DraftReader.Read(draft, MaintenanceWorld.Catalog, Now);

    private static MaintenanceDraft With(MaintenanceDraft draft, string field, string value) => field switch
    {
        "name" => draft with { Name = value },
        "system" => draft with { System = value },
        "matchers" => draft with { Matchers = value, System = value.Contains("alertname=~\".*\"", StringComparison.Ordinal) ? string.Empty : draft.System },
        "cron" => draft with { Cron = value },
        "duration" => draft with { Duration = value, Cron = "0 2 1 * *" },
        "zone" => draft with { Zone = value },
        _ => draft with { Comment = value },
    };
}
