using OpsConsole.Sandbox.Kubernetes.Representations;

namespace OpsConsole.Sandbox.Tests.Kubernetes.Representations;

public sealed class AgeTests
{
    [Theory]
    [InlineData(-5, "<invalid>")]
    [InlineData(0, "0s")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(150, "2m30s")]
    [InlineData(9 * 60 + 59, "9m59s")]
    [InlineData(10 * 60 + 59, "10m")]
    [InlineData(179 * 60, "179m")]
    [InlineData(180 * 60, "3h")]
    [InlineData(3 * 3600 + 600, "3h10m")]
    [InlineData(8 * 3600 + 600, "8h")]
    [InlineData(47 * 3600, "47h")]
    [InlineData(49 * 3600, "2d1h")]
    [InlineData(9 * 86400, "9d")]
    [InlineData(730 * 86400, "2y")]
    [InlineData(731 * 86400, "2y1d")]
    [InlineData(4000L * 86400, "10y")]
    public void An_age_reads_as_kubectl_writes_it(long seconds, string text) => Assert.Equal(text, Age.Text(TimeSpan.FromSeconds(seconds)));
}
