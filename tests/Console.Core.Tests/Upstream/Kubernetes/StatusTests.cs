using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Upstream.Kubernetes;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes;

/// <summary>What a cluster's failures say, and how times are written.</summary>
public sealed class StatusTests
{
    [Theory]
    [InlineData("error-409", 1, 409, "AlreadyExists", "")]
    [InlineData("error-409", 4, 409, "Conflict", "")]
    [InlineData("error-409", 6, 422, "Invalid", "FieldValueInvalid@metadata.uid FieldValueInvalid@metadata.uid")]
    [InlineData("server-side-apply", 2, 409, "Conflict", "FieldManagerConflict@.spec.holderIdentity")]
    [InlineData("error-403-namespace-terminating", 2, 403, "Forbidden", "NamespaceTerminating@")]
    [InlineData("etcd-away", 3, 504, "Timeout", "")]
    [InlineData("rate-limited-429", 0, 429, null, "")]
    [InlineData("pod-log-without-kubelet", 0, 500, null, "")]
    [InlineData("error-405-406-413-415", 0, 415, "UnsupportedMediaType", "")]
    public void A_failure_is_told_by_its_reason_and_causes(string transcript, int step, int code, string? reason, string causes)
    {
        var response = Recorded.Transcript(transcript, step).GetProperty("response");
        var body = response.GetProperty("body");
        var status = KubernetesStatus.Of(response.GetProperty("status").GetInt32(),
            body.ValueKind is System.Text.Json.JsonValueKind.String ? body.GetString()! : body.GetRawText(), null);

        Assert.Equal((code, reason), (status.Code, status.Reason));
        Assert.Equal(causes, string.Join(' ', status.Causes.Select(it => $"{it.Reason}@{(it.Reason == "NamespaceTerminating" ? null : it.Field)}")));
        Assert.NotEmpty(status.Message);
    }

    [Fact]
    public void A_failure_knows_whether_a_namespace_is_going() => Assert.True(KubernetesStatus.Of(403,
        Recorded.Transcript("error-403-namespace-terminating", 2).GetProperty("response").GetProperty("body").GetRawText(), null).Has("NamespaceTerminating"));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"status\":{\"phase\":\"Running\"}}")]
    [InlineData("[]")]
    [InlineData("null")]
    public void Whatever_comes_as_a_failure_is_one(string body) => Assert.Equal(502, KubernetesStatus.Of(502, body, TimeSpan.FromSeconds(3)).Code);

    [Fact]
    public void A_micro_time_has_exactly_six_digits_and_reads_back() => Prop.ForAll(
        ArbMap.Default.ArbFor<DateTimeOffset>(), at =>
        {
            var text = MicroTime.Of(at);
            return text.Length == 27 && text[19] == '.' && text[^1] == 'Z'
                && DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) == at.ToUniversalTime().AddTicks(-(at.Ticks % 10));
        }).QuickCheckThrowOnFailure();
}
