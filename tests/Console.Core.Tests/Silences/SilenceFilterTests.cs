using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Silences;

namespace OpsConsole.Core.Tests.Silences;

public sealed class SilenceFilterTests
{
    private static readonly SeenSilence Seen = new(
        new("am-1", "1", [Matcher.Parse("alertname=~\"Disk.*\"").Value, Matcher.Parse("pod=\"api-1\"").Value], Any.Noon.AddHours(-3), Any.Noon.AddHours(1), "ada", "Disks are changed", SilenceState.Active),
        ["am-1", "am-2"])
    { Systems = ["alpha"] };

    [Theory]
    [InlineData("", true)]
    [InlineData("pod=\"api-1\"", true)]
    [InlineData("pod=\"api-2\"", false)]
    [InlineData("alertname=~\"Disk.*\"", true)]
    [InlineData("changed", true)]
    [InlineData("-changed", false)]
    [InlineData("author=ada", true)]
    [InlineData("author=ben", false)]
    [InlineData("system=alpha", true)]
    [InlineData("source=~\".*am-2.*\"", true)]
    [InlineData("age>2h", true)]
    [InlineData("age>4h", false)]
    [InlineData("state=pending", false)]
    public void A_silence_is_found_by_matcher_author_comment_age_and_system(string filter, bool fits) =>
        Assert.Equal(fits, SilenceFilter.Fits(AlertFilter.Parse(filter).Value, Seen, Any.Noon));
}
