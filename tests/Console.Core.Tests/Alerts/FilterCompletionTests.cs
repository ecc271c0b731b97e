using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Alerts;

namespace OpsConsole.Core.Tests.Alerts;

public sealed class FilterCompletionTests
{
    private static readonly AlertVocabulary Words = AlertVocabulary.Of(
    [
        Any.Alert("NoLeader", "alpha", "critical", labels: ("pod", "api-1.x")), Any.Alert("Slow", "beta", "warning", labels: ("pod", "api-2")),
        Any.Alert("Slow", "beta", "warning", labels: [("pod", "db \"one\""), ("namespace", "pay")]),
    ]);

    [Fact]
    public void The_vocabulary_knows_labels_and_values_with_how_many_alerts_carry_them()
    {
        Assert.Equal((2, 3), (Words.Find("system")!.Values, Words.Find("system")!.Alerts));
        Assert.Equal([new ValueUse("Slow", 2), new ValueUse("NoLeader", 1)], Words.ValuesOf("alertname"));
        Assert.Empty(Words.ValuesOf("nonsense"));
        Assert.Null(Words.Find("nonsense"));
    }

    [Fact]
    public void A_system_that_claims_an_alert_without_the_label_counts_as_its_system() =>
        Assert.Equal([new ValueUse("gamma", 1)], AlertVocabulary.Of([Any.Alert(system: "") with { System = "gamma" }]).ValuesOf("system"));

    [Theory]
    [InlineData("na", "namespace", "alertname")]
    [InlineData("severity=critical na", "namespace", "alertname")]
    [InlineData("pod", "pod=", "pod!=", "pod=~", "pod!~")]
    [InlineData("pod!", "pod!=", "pod!~")]
    [InlineData("pod=", "api-1.x", "api-2", "db \"one\"")]
    [InlineData("pod=\"db", "db \"one\"")]
    [InlineData("pod=~\"api-2|db", "db \"one\"")]
    [InlineData("alertname=", "Slow", "NoLeader")]
    [InlineData("state=si", "silenced")]
    [InlineData("state=ack", "acknowledged")]
    [InlineData("age", "age>", "age<")]
    [InlineData("age>1", "10m", "1h", "1d")]
    [InlineData("nonsense=")]
    [InlineData("-sta")]
    [InlineData("\"no lea")]
    [InlineData("pod=\"api-2\"")]
    public void What_is_typed_is_gone_on_with(string typed, params string[] shown) =>
        Assert.Equal(shown, FilterCompletion.For(typed, Words, 4).Select(suggestion => suggestion.Shown));

    [Theory]
    [InlineData("se", "severity=")]
    [InlineData("pod=db", "pod=\"db \\\"one\\\"\" ")]
    [InlineData("x pod=~\"api-2|api-1", "x pod=~\"api-2|api-1\\\\.x\" ")]
    [InlineData("age>1h", "age>1h ")]
    public void The_text_with_it_is_whole(string typed, string text) => Assert.Equal(text, FilterCompletion.For(typed, Words, 1)[0].Text);

    [Fact]
    public void Whatever_is_typed_every_value_that_is_offered_makes_a_filter_that_can_be_read_where_what_stood_before_it_could() => Prop.ForAll(Any.Texts.ToArbitrary(), text =>
        FilterCompletion.For(text, Words, 20).All(suggestion => suggestion.Text.Length > 0)
        && FilterCompletion.For($"{MatcherSyntax.Quote($"x{text}")} pod=", Words, 20).All(suggestion => AlertFilter.Parse(suggestion.Text).IsOk)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_value_that_is_taken_finds_the_alerts_that_carry_it() => Prop.ForAll(Any.Texts.Where(text => text.Length is > 0 and < 250).ToArbitrary(), value =>
    {
        var alert = Any.Alert(labels: ("pod", value));
        var words = AlertVocabulary.Of([alert]);
        return new[] { "pod=", "pod=~" }.All(typed => AlertFilter.Parse(FilterCompletion.For(typed, words, 1)[0].Text).Value.Matches(alert, Any.Noon));
    }).QuickCheckThrowOnFailure();
}
