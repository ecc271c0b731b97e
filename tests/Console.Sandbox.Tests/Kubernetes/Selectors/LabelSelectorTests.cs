using OpsConsole.Sandbox.Kubernetes;
using OpsConsole.Sandbox.Kubernetes.Selectors;

namespace OpsConsole.Sandbox.Tests.Kubernetes.Selectors;

public sealed class LabelSelectorTests
{
    [Theory]
    [InlineData("app=web", true)]
    [InlineData("app==web", true)]
    [InlineData("app!=web", false)]
    [InlineData("other!=web", true)]
    [InlineData("app in (api, web)", true)]
    [InlineData("app in (api,web),app!=api", true)]
    [InlineData("app notin (web)", false)]
    [InlineData("other notin (web)", true)]
    [InlineData("app,!nothing", true)]
    [InlineData("!app", false)]
    [InlineData("empty=", true)]
    [InlineData("app=", false)]
    [InlineData("pod.example.org/x-y=1", true)]
    [InlineData("", true)]
    public void A_selector_fits_what_it_says(string text, bool fits)
    {
        var (selector, refusal) = LabelSelectorReader.Read(text);
        Assert.Null(refusal);
        Assert.Equal(fits, selector!.Fits(Pod("""{"app": "web", "empty": "", "pod.example.org/x-y": "1"}""")));
    }

    [Theory]
    [InlineData("app in (a", "unable to parse requirement: found '', expected: ',' or ')'")]
    [InlineData("app in a", "unable to parse requirement: found 'a', expected: '('")]
    [InlineData("=a", "unable to parse requirement: found '=', expected: !, identifier, or 'end of string'")]
    [InlineData("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt")]
    [InlineData("!", "unable to parse requirement: found '', expected: identifier")]
    public void One_that_cannot_be_read_is_refused_in_the_server_s_words(string text, string message)
    {
        var (_, refusal) = LabelSelectorReader.Read(text);
        Assert.Equal((400, message), (refusal!.Code, refusal.Message));
    }

    [Fact]
    public void A_workload_s_selector_reads_as_text_with_its_keys_in_order()
    {
        var it = ClusterClient.Read("""
            {"matchLabels": {"b": "1"}, "matchExpressions": [{"key": "a", "operator": "In", "values": ["x", "y"]}, {"key": "c", "operator": "DoesNotExist"}]}
            """);
        var selector = LabelSelector.Of(System.Text.Json.JsonDocument.Parse(it.ToJsonString()).RootElement)!;
        Assert.Equal("a in (x,y),b=1,!c", selector.ToString());
        Assert.True(selector.Fits(Pod("""{"a": "y", "b": "1"}""")));
        Assert.False(selector.Fits(Pod("""{"a": "y", "b": "1", "c": ""}""")));
        Assert.Null(LabelSelector.Of(null));
    }

    [Theory]
    [InlineData("spec.nodeName=node-a,metadata.name=one", true)]
    [InlineData("status.phase!=Running", true)]
    [InlineData("status.phase=Running", false)]
    [InlineData("metadata.namespace==other", false)]
    public void Fields_are_selected_by_value(string text, bool fits)
    {
        var (selector, refusal) = FieldSelector.Read(Kinds.Pod, text);
        Assert.Null(refusal);
        Assert.Equal(fits, selector!.Fits(Pod("{}")));
    }

    [Theory]
    [InlineData("spec.image=x", "field label not supported: spec.image")]
    [InlineData("name", "invalid selector: 'name'; can't understand 'name'")]
    public void A_field_that_a_kind_does_not_offer_is_refused(string text, string message) =>
        Assert.Equal(message, FieldSelector.Read(Kinds.Pod, text).Refusal!.Message);

    private static StoredObject Pod(string labels) => new(Kinds.Pod, new("ns", "one"),
        ClusterClient.Read($$"""{"metadata": {"name": "one", "namespace": "ns", "labels": {{labels}}}, "spec": {"nodeName": "node-a"} }"""));
}
