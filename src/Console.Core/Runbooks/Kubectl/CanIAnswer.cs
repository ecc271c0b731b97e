using OpsConsole.Remediation;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>Answers <c>kubectl auth can-i</c>.</summary>
internal static class CanIAnswer
{
    /// <summary>The answer.</summary>
    /// <param name="question">The question.</param>
    /// <param name="scope">Where, and for whom.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<KubectlOutput> AnswerAsync(CanI question, ClusterScope scope, CancellationToken cancellation)
    {
        var asked = new ClusterRightQuestion(question.Verb, question.Group, question.Resource, question.Subresource, scope.Namespace, question.Name);
        var right = await scope.Cluster.MayAsync(asked, scope.Who, cancellation).ConfigureAwait(false);
        var says = string.IsNullOrEmpty(right.Says) ? string.Empty : $" - {right.Says}";

        // kubectl asks as whoever runs it. Here it matters even more to say for whom.
        return KubectlOutput.Of(right.IsAllowed ? "yes" : $"no{says}") with { Notes = [$"Asked as {scope.Who.Words}."] };
    }
}
