using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Remediation;
using OpsConsole.Systems;
using OpsConsole.Upstream;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>Answers command lines of kubectl from the system's cluster, as far as the person may see it and the lines only read.</summary>
/// <param name="clusters">The clusters.</param>
/// <param name="impersonation">In whose name a cluster is asked.</param>
/// <param name="rules">Who may.</param>
/// <param name="clock">The time.</param>
internal sealed class KubectlAnswers(IEnumerable<IClusterReader> clusters, Impersonation impersonation, IAccessRules rules, TimeProvider clock)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private readonly ImmutableArray<IClusterReader> clusters = [.. clusters];
    private readonly SharedAnswers<BlockAnswer> shared = new(clock);

    /// <summary>The answer to one line.</summary>
    /// <param name="line">The line, templates unfilled.</param>
    /// <param name="system">The system; null for a guide that is about none.</param>
    /// <param name="scene">What fills the templates.</param>
    /// <param name="person">Who asks.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<BlockAnswer> AnswerAsync(string line, SystemProfile? system, RunbookScene scene, Person person, CancellationToken cancellation)
    {
        var asked = KubectlLine.Read(line, scene);
        if (!asked.IsOk)
        {
            return new BlockAnswer(line, clock.GetUtcNow(), TimeSpan.Zero, Refusal.AsResult(asked.Problems[0]));
        }

        var scope = Scope(asked.Value.Question, system, person);
        if (!scope.IsOk)
        {
            return new BlockAnswer(asked.Value.Text, clock.GetUtcNow(), TimeSpan.Zero, Refusal.AsResult(scope.Problems[0]));
        }

        // Whoever sees the same may share the answer: the same cluster, asked by the same name about the same namespaces.
        var key = string.Join('\n', [scope.Value.Cluster.Name, scope.Value.Who.Words, scope.Value.System.Id, .. scope.Value.Namespaces, asked.Value.Text]);
        return await shared.GetAsync(key, () => AskAsync(asked.Value, scope.Value)).WaitAsync(cancellation).ConfigureAwait(false);
    }

    private Result<ClusterScope> Scope(KubectlQuestion question, SystemProfile? system, Person person)
    {
        if (system?.Cluster is null)
        {
            return Refusal.Because(system is null ? "this runbook is of no system, so that no cluster is known" : $"{system.Title} runs on no cluster that the console knows");
        }

        if (clusters.FirstOrDefault(cluster => cluster.Name == system.Cluster) is not { } cluster)
        {
            return Refusal.Because($"no cluster named '{system.Cluster}' is configured");
        }

        if (question is Logs && rules.Decide(person, Actions.ReadLogs, system.Id) is { IsAllowed: false } denied)
        {
            return Refusal.Because(denied.Reason);
        }

        var namespaces = ClusterScope.NamespacesOf(question, system);
        if (!namespaces.IsOk)
        {
            return namespaces.Problems;
        }

        var who = impersonation.For(system.Cluster, person);
        return who.IsOk ? new ClusterScope(cluster, who.Value, system, namespaces.Value, clock.GetUtcNow()) : Refusal.Because(who.Problems[0].What);
    }

    private async Task<BlockAnswer> AskAsync(AskedLine asked, ClusterScope scope)
    {
        var begun = clock.GetTimestamp();
        using var limit = new CancellationTokenSource(Deadline, clock);
        BlockResult result;
        try
        {
            result = (await OutputAsync(asked.Question, scope, limit.Token).ConfigureAwait(false)).Shown(asked.Question.Pipes);
        }
        catch (UpstreamException e)
        {
            result = new FailedResult(e.Message, e.SourceName);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            result = new FailedResult($"Kubernetes {scope.Cluster.Name} did not answer within {Deadline.TotalSeconds:0} s", scope.Cluster.Name);
        }

        return new BlockAnswer(asked.Text, clock.GetUtcNow(), clock.GetElapsedTime(begun), result);
    }

    private static Task<KubectlOutput> OutputAsync(KubectlQuestion question, ClusterScope scope, CancellationToken cancellation) => question switch
    {
        Get get => GetAnswer.AnswerAsync(get, scope, cancellation),
        Describe describe => DescribeAnswer.AnswerAsync(describe, scope, cancellation),
        Logs logs => LogsAnswer.AnswerAsync(logs, scope, cancellation),
        RolloutStatus status => RolloutAnswer.AnswerAsync(status, scope, cancellation),
        CanI right => CanIAnswer.AnswerAsync(right, scope, cancellation),
        Top top => TopAnswer.AnswerAsync(top, scope, cancellation),
        _ => throw new ArgumentException($"{question.GetType().Name} is no question that is answered", nameof(question)),
    };
}
