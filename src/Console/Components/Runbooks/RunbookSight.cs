using System.Collections.Concurrent;
using System.Collections.Immutable;
using OpsConsole.Remediation;
using OpsConsole.Runbooks;
using OpsConsole.Systems;

namespace OpsConsole.Components.Runbooks;

/// <summary>What the parts of a shown runbook share: where its templates are filled from, and what its blocks answered last.</summary>
/// <param name="runbook">The runbook.</param>
/// <param name="scene">What its templates are filled from.</param>
/// <param name="system">The profile; null for a guide that is about no system.</param>
public sealed class RunbookSight(Runbook runbook, RunbookScene scene, SystemProfile? system)
{
    private readonly ConcurrentDictionary<int, ImmutableArray<BlockAnswer>> answers = new();

    /// <summary>The runbook.</summary>
    public Runbook Runbook => runbook;

    /// <summary>What its templates are filled from.</summary>
    public RunbookScene Scene => scene;

    /// <summary>The profile; null for a guide that is about no system.</summary>
    public SystemProfile? System => system;

    /// <summary>The fingerprint of the alert at hand; null for none.</summary>
    public string? Alert { get; init; }

    /// <summary>The alert's name; null for none.</summary>
    public string? AlertName { get; init; }

    /// <summary>Keeps an answer as evidence; null where there is no walkthrough to keep it in.</summary>
    public Func<RunbookBlock, ImmutableArray<BlockAnswer>, Task>? Keep { get; init; }

    /// <summary>What a block answered last; empty when it was not asked yet.</summary>
    /// <param name="block">The block.</param>
    public ImmutableArray<BlockAnswer> LastOf(RunbookBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return answers.GetValueOrDefault(block.Number, []);
    }

    /// <summary>Remembers what a block answered.</summary>
    /// <param name="block">The block.</param>
    /// <param name="answered">The answers.</param>
    public void Answered(RunbookBlock block, ImmutableArray<BlockAnswer> answered)
    {
        ArgumentNullException.ThrowIfNull(block);
        answers[block.Number] = answered;
    }

    /// <summary>What an action block asks for, templates filled; the names that are missing otherwise.</summary>
    /// <param name="block">The block.</param>
    public (ActionRequest Request, ImmutableArray<string> Missing) Fill(ActionBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        var target = Template.Fill(block.Target, scene);
        var parameters = block.Parameters.ToImmutableSortedDictionary(parameter => parameter.Key, parameter => Template.Fill(parameter.Value, scene));
        var request = new ActionRequest(block.Kind, system?.Id ?? runbook.System ?? string.Empty, target.Text)
        {
            Parameters = parameters.ToImmutableSortedDictionary(parameter => parameter.Key, parameter => parameter.Value.Text),
            Origin = new ActionOrigin(ActionDoor.Runbook) { Alert = Alert, AlertName = AlertName, Runbook = runbook.Key },
        };
        return (request, [.. target.Missing.Concat(parameters.Values.SelectMany(value => value.Missing)).Distinct(StringComparer.Ordinal)]);
    }
}
