using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Alerts;

namespace OpsConsole.Core.Tests.Alerts;

public sealed class AlertFilterTests
{
    private static readonly Alert Down = Any.Alert(
        "ServiceDown", "alpha", "critical", AlertState.Firing, 20, "No answer from api-1", ("pod", "api-1"), ("team", "Platform"));

    [Theory]
    [InlineData("", true)]
    [InlineData(" , ,, ", true)]
    [InlineData("system=\"alpha\"", true)]
    [InlineData("system=alpha", true)]
    [InlineData("system = alpha", true)]
    [InlineData("system = \"alpha\", age > 10m, answer", true)]
    [InlineData("system=beta", false)]
    [InlineData("system!=beta", true)]
    [InlineData("severity=~\"critical|high\"", true)]
    [InlineData("severity=~critical|high", true)]
    [InlineData("severity=~\"crit\"", false)]
    [InlineData("severity!~\"warn.*\"", true)]
    [InlineData("missing=\"\"", true)]
    [InlineData("missing!=\"\"", false)]
    [InlineData("missing!=x", true)]
    [InlineData("pod=~api-\\d", true)]
    [InlineData("state=firing", true)]
    [InlineData("state!=firing", false)]
    [InlineData("state=pending", false)]
    [InlineData("state=~\"firing|pending\"", true)]
    [InlineData("state!~\"silenced|inhibited\"", true)]
    [InlineData("age>10m", true)]
    [InlineData("age>20m", false)]
    [InlineData("age>=20m", true)]
    [InlineData("age<=20m", true)]
    [InlineData("age<20m", false)]
    [InlineData("age<1h", true)]
    [InlineData("age<1d2h", true)]
    [InlineData("age > 1w", false)]
    [InlineData("SERVICEDOWN", true)]
    [InlineData("servicedown answer", true)]
    [InlineData("platform", true)]
    [InlineData("\"answer from\"", true)]
    [InlineData("\"from answer\"", false)]
    [InlineData("from,answer", true)]
    [InlineData("-platform", false)]
    [InlineData("-staging", true)]
    [InlineData("-\"no answer\"", false)]
    [InlineData("api-1", true)]
    [InlineData("system=alpha severity=warning", false)]
    public void A_filter_means_what_this_table_says(string text, bool expected) =>
        Assert.Equal(expected, Parse(text).Matches(Down, Any.Noon));

    [Theory]
    [InlineData("=x", "column 1", "before = comes a label's name")]
    [InlineData("system=", "column 8", "a value is missing")]
    [InlineData("system= ,x", "column 9", "a value is missing")]
    [InlineData("system==alpha", "column 8", "is put in quotes")]
    [InlineData("system=\"alpha", "column 8", "never closed")]
    [InlineData("system=\"alpha\"x", "column 15", "after a closing quote")]
    [InlineData("system=al\"pha", "column 8", "is put in quotes")]
    [InlineData("pod=~a{1,3}", "column 6", "is put in quotes")]
    [InlineData("pod=~\"(\"", "column 6", "at character 1: this ( is never closed")]
    [InlineData("wow!", "column 4", "after ! comes = or ~")]
    [InlineData("http://x?a=b", "column 1", "is no label name")]
    [InlineData("cpu>5", "column 4", "only age is compared")]
    [InlineData("age=10m", "column 4", "compared with >, >=, < or <=")]
    [InlineData("age>soon", "column 5", "write 90s, 10m")]
    [InlineData("age>", "column 5", "is no duration")]
    [InlineData("age>10m5", "column 5", "is no duration")]
    [InlineData("age>9999999999w", "column 5", "is no duration")]
    [InlineData("state=fring", "column 7", "a state is firing, pending, silenced, inhibited or acknowledged")]
    [InlineData("state=~.*", "column 8", "separates no states")]
    [InlineData("-system=alpha", "column 1", "write label!=")]
    [InlineData("a - b", "column 3", "after - comes the text")]
    [InlineData("\"\"", "column 1", "no text between the quotes")]
    [InlineData("wo\"rd", "column 3", "a quote stands inside a word")]
    public void A_wrong_filter_says_where_and_what_is_right(string text, string where, string what)
    {
        var problem = Assert.Single(AlertFilter.Parse(text).Problems);
        Assert.Equal(where, problem.Where);
        Assert.Contains(what, problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_of_a_megabyte_is_refused() => Assert.False(AlertFilter.Parse(new string('x', 1_000_000)).IsOk);

    [Fact]
    public void Each_term_has_its_text_and_can_be_taken_away_and_added()
    {
        var filter = Parse("state=firing severity=~\"critical|high\" -\"no leader\" age>10m");
        Assert.Equal(["state=firing", "severity=~\"critical|high\"", "-\"no leader\"", "age>10m"], filter.Terms.Select(term => term.Text));

        var fewer = filter.Without(filter.Terms[1]);
        Assert.Equal("state=firing -\"no leader\" age>10m", fewer.ToString());
        Assert.Equal("state=firing -\"no leader\" age>10m pod=\"x\"", fewer.And("pod=x").Value.ToString());
        Assert.Equal(fewer, fewer.And("age>10m").Value);
        Assert.False(fewer.And("pod=").IsOk);
    }

    [Fact]
    public void The_system_that_claims_an_alert_counts_where_the_label_is_missing()
    {
        var claimed = Any.Alert(system: "") with { System = "beta" };
        Assert.True(Parse("system=beta").Matches(claimed, Any.Noon));
        Assert.False(Parse("system=alpha").Matches(claimed, Any.Noon));
    }

    [Theory]
    [InlineData("state=acknowledged", true, false)]
    [InlineData("state!=acknowledged", false, true)]
    [InlineData("state=firing", true, true)]
    [InlineData("state=~\"acknowledged|pending\"", true, false)]
    [InlineData("state!~\"acknowledged|silenced\"", false, true)]
    public void What_somebody_has_still_fires_and_is_acknowledged_as_well(string filter, bool fitsHad, bool fitsOther)
    {
        var (had, other) = (Any.Alert("Had"), Any.Alert("Other"));
        var board = new AckBoard([Any.Acknowledgement(had)]);

        Assert.Equal((fitsHad, fitsOther), (Parse(filter).Matches(had, Any.Noon, board), Parse(filter).Matches(other, Any.Noon, board)));
        Assert.Equal(Parse(filter), Parse(Parse(filter).ToString()));
    }

    [Fact]
    public void Whatever_is_typed_gives_a_filter_or_a_problem_and_what_was_read_reads_back_the_same() =>
        Prop.ForAll(Any.Texts.ToArbitrary(), text =>
        {
            var read = AlertFilter.Parse(text);
            return read.IsOk
                ? read.Value.Equals(AlertFilter.Parse(read.Value.ToString()).Value)
                : read.Problems.All(problem => problem.Where.StartsWith("column ", StringComparison.Ordinal) && problem.What.Length > 0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_matcher_can_be_used_as_a_term() => Prop.ForAll(Any.Matchers, matcher =>
    {
        var filter = AlertFilter.Parse(matcher.ToString());
        return filter.IsOk && filter.Value.Terms.Single().Text == matcher.ToString()
            && filter.Value.Matches(Down, Any.Noon) == matcher.Matches(Down.Labels);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Quoted_text_is_found_exactly_where_it_occurs() => Prop.ForAll(Any.Texts.ToArbitrary(), text =>
    {
        var filter = AlertFilter.Parse(MatcherSyntax.Quote(text));
        return text.Length == 0 ? !filter.IsOk : filter.Value.Matches(Any.Alert(summary: $"x{text}y"), Any.Noon);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Matching_allocates_nothing()
    {
        var filter = Parse("state=firing age>1m system=alpha severity=~\"crit.*|high\" team!=x answer -staging");
        Assert.True(filter.Matches(Down, Any.Noon));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            filter.Matches(Down, Any.Noon);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
    }

    [Theory]
    [InlineData("age>10m", true)]
    [InlineData("state=firing age<1h", true)]
    [InlineData("state=firing team=x answer", false)]
    [InlineData("", false)]
    public void A_filter_knows_whether_time_alone_changes_what_fits(string text, bool expected) => Assert.Equal(expected, Parse(text).NamesAges);

    private static AlertFilter Parse(string text) => AlertFilter.Parse(text).Value;
}
