using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Metrics;
using OpsConsole.Remediation;
using OpsConsole.Runbooks.Kubectl;
using OpsConsole.Systems;

namespace OpsConsole.Runbooks;

/// <summary>Answers the blocks of a runbook that come alive. It only reads.</summary>
public sealed class LiveBlocks
{
    private readonly PromqlAnswers promql;
    private readonly KubectlAnswers kubectl;
    private readonly IAccessRules rules;
    private readonly TimeProvider clock;

    internal LiveBlocks(MetricSources metrics, IEnumerable<IClusterReader> clusters, Impersonation impersonation, IAccessRules rules, TimeProvider clock)
    {
        (this.rules, this.clock) = (rules, clock);
        promql = new(metrics, clock);
        kubectl = new(clusters, impersonation, rules, clock);
    }

    /// <summary>The answers to a block: one, or one for each command. A failure that is to be expected is an answer, too.</summary>
    /// <param name="block">The block.</param>
    /// <param name="system">The profile of the runbook's system; null for a guide that is about none.</param>
    /// <param name="scene">What fills the templates.</param>
    /// <param name="person">Who asks: their rights count, here and in the cluster.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>None for a block that is only shown.</returns>
    public async Task<ImmutableArray<BlockAnswer>> AnswerAsync(
        RunbookBlock block, SystemProfile? system, RunbookScene scene, Person person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(person);
        if (block is not (PromqlBlock or KubectlBlock))
        {
            return [];
        }

        if (rules.Decide(person, Actions.View) is { IsAllowed: false } denied)
        {
            return [new BlockAnswer(block.Text, clock.GetUtcNow(), TimeSpan.Zero, new NotAnsweredResult(denied.Reason))];
        }

        return block is KubectlBlock lines
            ? [.. await Task.WhenAll(lines.Commands.Select(line => kubectl.AnswerAsync(line, system, scene, person, cancellation))).ConfigureAwait(false)]
            : [await promql.AnswerAsync((PromqlBlock)block, system, scene, cancellation).ConfigureAwait(false)];
    }
}
