using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Incidents;

namespace OpsConsole.Core.Tests.Incidents.Reviews;

/// <summary>Two texts of one section in one.</summary>
public sealed class ReviewTogetherTests
{
    private static Gen<string> Texts => Gen.ArrayOf(Gen.Elements("a", "b", "c", "", "- one", "- two")).Select(lines => string.Join('\n', lines));

    [Theory]
    [InlineData("", "", "")]
    [InlineData("mine", "", "mine")]
    [InlineData("", "theirs", "theirs")]
    [InlineData("a\nb", "a\nb", "a\nb")]
    [InlineData("a\nb\nmine", "a\nb\ntheirs", "a\nb\nmine\ntheirs")]
    [InlineData("mine\na\nb", "a\nb\ntheirs", "mine\na\nb\ntheirs")]
    [InlineData("a\nmine\nc", "a\ntheirs\nc", "a\nmine\ntheirs\nc")]
    [InlineData("a\r\nb", "a\nb", "a\nb")]
    public void What_both_have_stands_once_and_mine_comes_before_theirs(string mine, string theirs, string both) => Assert.Equal(both, ReviewTogether.Of(mine, theirs));

    [Fact]
    public void No_line_of_either_is_lost_none_is_invented_and_both_keep_their_order() => Prop.ForAll(Texts.ToArbitrary(), Texts.ToArbitrary(), (mine, theirs) =>
    {
        var both = Lines(ReviewTogether.Of(mine, theirs));
        return IsWithin(Lines(mine), both) && IsWithin(Lines(theirs), both) && both.All(line => Lines(mine).Contains(line) || Lines(theirs).Contains(line))
            && both.Length <= Lines(mine).Length + Lines(theirs).Length;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Texts_of_very_many_lines_are_put_one_behind_the_other()
    {
        var (mine, theirs) = (string.Join('\n', Enumerable.Repeat("m", 9_000)), string.Join('\n', Enumerable.Repeat("t", 9_000)));
        Assert.Equal($"{mine}\n{theirs}", ReviewTogether.Of(mine, theirs));
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.Split('\n');

    private static bool IsWithin(string[] some, string[] all)
    {
        var found = 0;
        foreach (var line in all)
        {
            found += found < some.Length && some[found] == line ? 1 : 0;
        }

        return found == some.Length;
    }
}
