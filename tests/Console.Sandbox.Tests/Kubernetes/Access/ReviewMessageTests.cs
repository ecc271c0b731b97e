using OpsConsole.Sandbox.Kubernetes.Access;

namespace OpsConsole.Sandbox.Tests.Kubernetes.Access;

/// <summary>The very bytes that kubectl 1.32 was seen to send.</summary>
public sealed class ReviewMessageTests
{
    [Theory]
    [InlineData("azhzAAoyChdhdXRob3JpemF0aW9uLms4cy5pby92MRIXU2VsZlN1YmplY3RBY2Nlc3NSZXZpZXcSTgoQCgASABoAIgAqADIAOABCABIwCi4KBHBsdWUSBXBhdGNoGgRhcHBzIgAqC2RlcGxveW1lbnRzMgVzY2FsZToDYXBpGggIABIAGgAgABoAIgA=",
        "SelfSubjectAccessReview", """{"resourceAttributes":{"namespace":"plue","verb":"patch","group":"apps","resource":"deployments","subresource":"scale","name":"api"}}""")]
    [InlineData("azhzAAoxChdhdXRob3JpemF0aW9uLms4cy5pby92MRIWU2VsZlN1YmplY3RSdWxlc1JldmlldxIgChAKABIAGgAiACoAMgA4AEIAEgYKBHBsdWUaBBgAIgAaACIA",
        "SelfSubjectRulesReview", """{"namespace":"plue"}""")]
    [InlineData("azhzAAotChhhdXRoZW50aWNhdGlvbi5rOHMuaW8vdjESEVNlbGZTdWJqZWN0UmV2aWV3EhoKEAoAEgAaACIAKgAyADgAQgASBgoECgASABoAIgA=", "SelfSubjectReview", "{}")]
    public void A_recorded_review_is_read(string base64, string kind, string spec)
    {
        var review = ReviewMessage.Read(Convert.FromBase64String(base64))!;
        Assert.Equal((kind, spec), (review["kind"]!.ToString(), review["spec"]!.ToJsonString()));
    }

    [Fact]
    public void Bytes_that_are_no_review_are_not_read()
    {
        Assert.Null(ReviewMessage.Read("{}"u8));
        var whole = Convert.FromBase64String("azhzAAoxChdhdXRob3JpemF0aW9uLms4cy5pby92MRIWU2VsZlN1YmplY3RSdWxlc1JldmlldxIgChAKABIAGgAiACoAMgA4AEIAEgYKBHBsdWUaBBgAIgAaACIA");
        for (var length = 5; length < 40; length++) Assert.Null(ReviewMessage.Read(whole.AsSpan(0, length)));
    }
}
