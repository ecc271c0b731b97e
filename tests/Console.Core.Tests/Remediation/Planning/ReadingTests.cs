using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Remediation;
using static OpsConsole.Core.Tests.Remediation.ActionWorld;

namespace OpsConsole.Core.Tests.Remediation.Planning;

/// <summary>What people and machines may write into a request.</summary>
public sealed class ReadingTests
{
    private readonly ActionWorld world = new();

    [Theory]
    [InlineData("-1", "-1 is below nought: the profile allows 2 to 8")]
    [InlineData("1000000000", "1000000000 are too many replicas: the profile allows 2 to 8")]
    [InlineData("99999999999999999999", "99999999999999999999 are too many replicas: the profile allows 2 to 8")]
    [InlineData("9", "9 are too many replicas: the profile allows 2 to 8")]
    [InlineData("1", "1 are too few replicas: the profile allows 2 to 8")]
    [InlineData("three", "'three' is no number: write it in digits; the profile allows 2 to 8")]
    [InlineData("３", "'３' is no number: write it in digits; the profile allows 2 to 8")]
    [InlineData("+3", "+3 is no whole number, and there is no half a replica: the profile allows 2 to 8")]
    [InlineData("3.5", "3.5 is no whole number, and there is no half a replica: the profile allows 2 to 8")]
    [InlineData("3,5", "3,5 is no whole number, and there is no half a replica: the profile allows 2 to 8")]
    [InlineData("", "is empty: write a whole number from 2 to 8")]
    [InlineData("  ", "is empty: write a whole number from 2 to 8")]
    public async Task Replicas_that_are_wrong_are_each_answered_with_what_would_be_right(string replicas, string expected)
    {
        var answer = Assert.IsType<PlanAnswer.Wrong>(await world.Planner.PlanAsync(Ask("scale", Api, ("replicas", replicas)), Ada, Cancellation));

        Assert.Equal(new Problem("replicas", expected), answer.Problems.Single());
    }

    [Fact]
    public async Task Replicas_that_are_left_out_are_missing()
    {
        var answer = Assert.IsType<PlanAnswer.Wrong>(await world.Planner.PlanAsync(Ask("scale", Api), Ada, Cancellation));

        Assert.Equal(new Problem("replicas", "is missing: write a whole number from 2 to 8"), answer.Problems.Single());
    }

    [Fact]
    public void Exactly_the_whole_numbers_within_the_bounds_are_taken() => Prop.ForAll(Gen.Choose(-20, 40).ToArbitrary(), number =>
    {
        var read = Replicas.Read(Replicas.Write(number), 2, 8);
        return read.IsOk == number is >= 2 and <= 8 && (!read.IsOk || read.Value == number);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_text_makes_replicas_out_of_bounds() => Prop.ForAll(Any.Texts.ToArbitrary(), text =>
        Replicas.Read(text, 2, 8) is var read && (!read.IsOk || read.Value is >= 2 and <= 8)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("007", "7")]
    [InlineData(" 5 ", "5")]
    public void One_number_has_one_spelling(string written, string spelled) =>
        Assert.Equal(spelled, world.Read(Ask("scale", Api, ("replicas", written))).Parameters["replicas"]);

    [Theory]
    [InlineData("a=\"b\"", "a=\"b\"")]
    [InlineData("{b=\"2\", a=\"1\",}", "a=\"1\", b=\"2\"")]
    [InlineData("a=b,c=~\"d|e\"", "a=\"b\", c=~\"d|e\"")]
    [InlineData("a=\"x,y\", b=\"\\\",z\"", "a=\"x,y\", b=\"\\\",z\"")]
    [InlineData("a=\"1\", a=\"1\"", "a=\"1\"")]
    public void Matchers_in_any_spelling_have_one(string written, string spelled) => Assert.Equal(spelled, MatcherList.Write(MatcherList.Read(written).Value));

    [Theory]
    [InlineData("", "the first is wrong at column 1")]
    [InlineData("a", "the first is wrong at column 1")]
    [InlineData("a=\"1\", b", "the second is wrong at column 1")]
    [InlineData("a=\"1\",, b=\"2\"", "the second is wrong at column 1")]
    [InlineData("a=~\"(\"", "the first is wrong at column 4")]
    [InlineData("a=\"b", "the first is wrong at column 3")]
    [InlineData("a=\"\"", "fit every alert that lacks these labels")]
    [InlineData("a=~\".*\", b!=\"c\"", "fit every alert that lacks these labels")]
    public void Matchers_that_are_wrong_say_which_and_where(string written, string expected)
    {
        var problem = MatcherList.Read(written).Problems.Single();

        Assert.Equal("matchers", problem.Where);
        Assert.Contains(expected, problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_or_too_long_matchers_are_refused()
    {
        Assert.Contains("200 at most", MatcherList.Read(string.Join(',', Enumerable.Range(0, 201).Select(at => $"l{at}=\"x\""))).Explanation, StringComparison.Ordinal);
        Assert.Contains("20000 at most", MatcherList.Read($"a=\"{new string('x', 21_000)}\"").Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_read_back() => Prop.ForAll(Any.Matchers.Generator.ListOf().Where(all => all.Count is > 0 and < 60).ToArbitrary(), matchers =>
    {
        var read = MatcherList.Read(MatcherList.Write(matchers));
        return read.IsOk ? read.Value.ToHashSet().SetEquals(matchers) : matchers.All(matcher => matcher.Matches(string.Empty)) || MatcherList.Write(matchers).Length > 20_000;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_text_breaks_the_reader_of_matchers() => Prop.ForAll(Any.Texts.ToArbitrary(), text => MatcherList.Read(text) is not null).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("2h", "2h")]
    [InlineData("90m", "1h30m")]
    public void A_duration_has_one_spelling(string written, string spelled) => Assert.Equal(spelled,
        world.Read(Ask("silence-create", "main", ("matchers", "system=\"fleet\""), ("duration", written))).Parameters["duration"]);

    [Theory]
    [InlineData("59s", "must be 1m at least")]
    [InlineData("0", "must be 1m at least")]
    [InlineData("20y", "longer than ten years")]
    [InlineData("-1h", "is no duration")]
    [InlineData("2 hours", "write 2h")]
    [InlineData("1e9", "is no duration")]
    public void A_duration_that_is_wrong_says_what_would_be_right(string written, string expected) =>
        Assert.Contains(expected, SilenceDuration.Read(written).Explanation, StringComparison.Ordinal);

    [Theory]
    [InlineData(0xD800)]
    [InlineData(0xDC00)]
    [InlineData(0)]
    [InlineData(0x1B)]
    public async Task Text_that_is_none_goes_no_further(int letter)
    {
        var matchers = $"system=\"fleet\", a=\"{(char)letter}\"";
        var answer = Assert.IsType<PlanAnswer.Wrong>(await world.Planner.PlanAsync(
            Ask("silence-create", "main", ("matchers", matchers), ("duration", "1h")), Ada, Cancellation));

        Assert.Contains(answer.Problems, problem => problem.Where == "matchers" && problem.What.StartsWith("holds characters that are none", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("fleet/app=api", true)]
    [InlineData("*/app=api", true)]
    [InlineData("fleet/*", true)]
    [InlineData("fleet/api-5d8f-1", true)]
    [InlineData("pay/*", false)]
    [InlineData("fleet/app=web", false)]
    [InlineData("fleet/app", false)]
    [InlineData("fleet/api", false)]
    public void A_pod_is_allowed_by_name_label_or_namespace(string target, bool allowed) =>
        Assert.Equal(allowed, TargetPick.Allows(new("pod-delete", [target]), OpsConsole.Core.Tests.Workloads.Made.PodOf("api", "1")));
}
