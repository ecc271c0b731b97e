using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Alerts;
using OpsConsole.Metrics;

namespace OpsConsole.Core.Tests.Alerts;

/// <summary>What matchers mean: every line was put to an Alertmanager 0.25 and gave what it gives here.</summary>
public sealed class MatcherTests
{
    [Theory]
    [InlineData("name=A", "A")]
    [InlineData("name=\"A\"", "A")]
    [InlineData(" name = \"A\" ", "A")]
    [InlineData("name=", "")]
    [InlineData("name=\"\"", "")]
    [InlineData("name='A'", "'A'")]
    [InlineData("name=A B", "A B")]
    [InlineData("name==A", "=A")]
    [InlineData("name=A\\", "A\\")]
    [InlineData("name=\"a\\\"b\"", "a\"b")]
    [InlineData("name=a\\\"b", "a\"b")]
    [InlineData("name=\"a\\\\b\"", "a\\b")]
    [InlineData("name=a\\\\b", "a\\b")]
    [InlineData("name=\"a\\n\"", "a\n")]
    [InlineData("name=\"a\\xb\"", "a\\xb")]
    [InlineData("name=A,other=b", "A,other=b")]
    public void A_value_is_read_as_Alertmanager_reads_it(string text, string expected)
    {
        var matcher = Matcher.Parse(text).Value;
        Assert.Equal(("name", MatchKind.Equal, expected), (matcher.Label, matcher.Kind, matcher.Value));
    }

    [Theory]
    [InlineData("", "column 1", "begins with a label's name and an operator")]
    [InlineData("name", "column 1", "begins with a label's name and an operator")]
    [InlineData("=A", "column 1", "begins with a label's name")]
    [InlineData("name!A", "column 5", "after ! comes = or ~")]
    [InlineData("name=\"A", "column 6", "not closed")]
    [InlineData("name=\"A\\\"", "column 6", "not closed")]
    [InlineData("name=A\"", "column 7", "a quote stands inside")]
    [InlineData("name=\"A\"x", "column 9", "nothing may follow")]
    [InlineData("name==\"A\"", "column 7", "a quote stands inside")]
    [InlineData("a.b=\"x\"", "column 1", "is no label name")]
    [InlineData("1a=b", "column 1", "is no label name")]
    [InlineData("ä=x", "column 1", "is no label name")]
    [InlineData("{name=\"A\"}", "column 1", "is no label name")]
    [InlineData("name=~\"(\"", "column 7", "at character 1: this ( is never closed")]
    public void A_wrong_matcher_says_where_and_what_is_right(string text, string where, string what)
    {
        var problem = Assert.Single(Matcher.Parse(text).Problems);
        Assert.Equal(where, problem.Where);
        Assert.Contains(what, problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_label_is_the_empty_string()
    {
        var none = LabelSet.Empty;
        Assert.True(Matcher.Parse("x=\"\"").Value.Matches(none));
        Assert.True(Matcher.Parse("x!=a").Value.Matches(none));
        Assert.True(Matcher.Parse("x=~a*").Value.Matches(none));
        Assert.False(Matcher.Parse("x=~a+").Value.Matches(none));
        Assert.False(Matcher.Parse("x!~\"\"").Value.Matches(none));
    }

    [Fact]
    public void Plain_alternatives_mean_what_the_regular_expression_means() =>
        Prop.ForAll(Any.Texts.Where(text => Re2.Compile(text).IsOk).ToArbitrary(), Any.Texts.ToArbitrary(), (pattern, value) =>
        {
            var (matcher, regex) = (Matcher.Create("x", MatchKind.Regex, pattern).Value, Re2.Compile(pattern).Value);
            return pattern.Split('|').Append(value).Append(pattern).All(text => matcher.Matches(text) == regex.IsMatch(text));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_matcher_reads_back_as_it_was_written() =>
        Prop.ForAll(Any.Matchers, matcher => matcher.Equals(Matcher.Parse(matcher.ToString()).Value)).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_is_typed_gives_a_matcher_or_a_problem_never_both_and_never_an_exception() =>
        Prop.ForAll(Any.Texts.ToArbitrary(), Any.Texts.ToArbitrary(), (label, rest) =>
        {
            var read = Matcher.Parse($"{label}=~{rest}");
            _ = read.IsOk && read.Value.Matches("a");
            return read.IsOk == read.Problems.IsEmpty;
        }).QuickCheckThrowOnFailure();
}
