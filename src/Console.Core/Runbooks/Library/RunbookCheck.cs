using System.Collections.Immutable;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using OpsConsole.Remediation;
using OpsConsole.Systems;

namespace OpsConsole.Runbooks;

/// <summary>What can be said of the runbooks without asking anybody: mistakes in them, links that lead nowhere, actions that nobody may do, commands that nobody answers.</summary>
public static class RunbookCheck
{
    /// <summary>After how long a review counts for nothing any more.</summary>
    public static TimeSpan ReviewLasts { get; } = TimeSpan.FromDays(180);

    /// <summary>Everything that is wrong, each with file and line.</summary>
    /// <param name="shelf">The runbooks.</param>
    /// <param name="catalog">The profiles.</param>
    /// <param name="remedies">The guarded actions that there are.</param>
    public static ImmutableArray<Problem> All(RunbookShelf shelf, SystemCatalog catalog, IReadOnlyCollection<RemedyDescription> remedies)
    {
        ArgumentNullException.ThrowIfNull(shelf);
        var anchors = new Anchors();
        return [.. shelf.All.SelectMany(runbook => Of(runbook, shelf, catalog, remedies, anchors))];
    }

    /// <summary>Everything that is wrong with one.</summary>
    /// <param name="runbook">The runbook.</param>
    /// <param name="shelf">All of them, for its links.</param>
    /// <param name="catalog">The profiles.</param>
    /// <param name="remedies">The guarded actions that there are.</param>
    public static ImmutableArray<Problem> Of(Runbook runbook, RunbookShelf shelf, SystemCatalog catalog, IReadOnlyCollection<RemedyDescription> remedies) =>
        Of(runbook, shelf, catalog, remedies, new Anchors());

    private static ImmutableArray<Problem> Of(
        Runbook runbook, RunbookShelf shelf, SystemCatalog catalog, IReadOnlyCollection<RemedyDescription> remedies, Anchors anchors)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(shelf);
        ArgumentNullException.ThrowIfNull(catalog);
        var profile = runbook.System is null ? null : catalog.Find(runbook.System)?.Profile;
        Problem? unknown = runbook.System is not null && profile is null
            ? new Problem($"{runbook.File}:1", $"there is no profile '{runbook.System}'; known are {string.Join(", ", catalog.Systems.Select(system => system.Profile.Id))}")
            : null;
        return
        [
            .. runbook.Problems, .. unknown is null ? Array.Empty<Problem>() : [unknown],
            .. runbook.Blocks.Select(block => WrongBlock(runbook, block, profile, remedies)).OfType<Problem>(),
            .. DeadLinks(runbook, shelf, anchors),
        ];
    }

    /// <summary>Whether somebody should compare it with the running system again.</summary>
    /// <param name="runbook">The runbook.</param>
    /// <param name="now">Now.</param>
    public static bool IsReviewDue(Runbook runbook, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        return runbook.Reviewed is not { } day || now - day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) > ReviewLasts;
    }

    private static Problem? WrongBlock(Runbook runbook, RunbookBlock block, SystemProfile? profile, IReadOnlyCollection<RemedyDescription> remedies)
    {
        Problem Wrong(string what) => new($"{runbook.File}:{block.Line}", what);
        switch (block)
        {
            case ActionBlock action when remedies.All(remedy => remedy.Kind != action.Kind):
                return Wrong($"there is no action '{action.Kind}'; known are {string.Join(", ", remedies.Select(remedy => remedy.Kind))}");
            case ActionBlock action when profile is null:
                return Wrong("an action belongs to a system: name it in the front matter");
            case ActionBlock action when profile.Actions.All(allowed => allowed.Kind != action.Kind && !action.Kind.StartsWith($"{allowed.Kind}-", StringComparison.Ordinal)):
                return Wrong($"the profile of {profile.Id} does not allow {action.Kind}: nobody could press this");
            case KubectlBlock when profile is { Cluster: null }:
                return Wrong($"{profile.Id} has no cluster, so nobody answers kubectl: write it as bash");
            case KubectlBlock commands when commands.Commands.Select(KubectlCheck.Of).FirstOrDefault(wrong => wrong is not null) is { } wrong:
                return Wrong($"{wrong.What}: write it as bash");
            default:
                return null;
        }
    }

    private static IEnumerable<Problem> DeadLinks(Runbook runbook, RunbookShelf shelf, Anchors anchors)
    {
        var links = new SafeLinks(runbook.Folder, string.Empty);
        var document = RunbookText.Of(runbook.Text).Document;
        foreach (var link in document.Descendants<LinkInline>().Where(link => link.Url is not null))
        {
            if (Dead(link, links, runbook, shelf, anchors) is { } why)
            {
                yield return new Problem($"{runbook.File}:{link.Line + 1}", why);
            }
        }
    }

    private static string? Dead(LinkInline link, SafeLinks links, Runbook runbook, RunbookShelf shelf, Anchors anchors)
    {
        var url = link.Url!;
        if (link.IsImage)
        {
            return links.Image(url) is null ? $"the image '{Short(url)}' is not shown: put it beside the runbook, as png, jpg, gif, webp or svg" : null;
        }

        if (url.StartsWith('#'))
        {
            // A jump to nowhere is named as one when the file is read: one mistake is one line.
            return anchors.Of(runbook).Contains(url[1..]) || runbook.Steps.Any(step => step.Jumps.Any(jump => jump.To == url[1..])) ? null : $"the link '{Short(url)}' leads to no heading of this runbook";
        }

        if (links.Key(url) is not var (key, anchor))
        {
            return links.Of(url) is null ? $"the link '{Short(url)}' is left out: links may be http, https, mailto, another runbook or an anchor" : null;
        }

        return shelf.Find(key) is not { } other ? $"the link '{Short(url)}' leads to no runbook"
            : anchor is not null && !anchors.Of(other).Contains(anchor) ? $"the link '{Short(url)}' leads to no heading of {other.File}"
            : null;
    }

    private static string Short(string text) => text.Length <= 80 ? text : $"{text[..80]}...";

    /// <summary>The anchors of the runbooks that were asked for, each read once: many links lead into one.</summary>
    private sealed class Anchors
    {
        private readonly Dictionary<string, HashSet<string>> known = new(StringComparer.Ordinal);

        public HashSet<string> Of(Runbook runbook)
        {
            if (!known.TryGetValue(runbook.Key, out var its))
            {
                its = [.. RunbookText.Of(runbook.Text).Document.Descendants<HeadingBlock>().Select(heading => Headings.Of(heading).Id), .. runbook.Steps.Select(step => step.Id)];
                known[runbook.Key] = its;
            }

            return its;
        }
    }
}
