using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Runbooks;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Alerts;

/// <summary>One alert: what is wrong, since when, how long there is to answer, and all that is known of it. It stays readable when it resolves.</summary>
public sealed partial class AlertPage
{
    private Alert? alert;
    private DateTimeOffset? goneAt;
    private Freshness freshness;
    private LoadedSystem? system;
    private Response? clock;
    private List<Alert> heldBackBy = [];
    private ImmutableArray<Alert> others = [];
    private string? runbook;
    private bool hasRunbook;
    private string? runbookUrl;

    /// <summary>The alert's fingerprint.</summary>
    [Parameter]
    public string Fingerprint { get; set; } = string.Empty;

    /// <summary>Which runbooks exist.</summary>
    [Inject]
    public required RunbookIndex Runbooks { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Alerts];

    private string StateWords => alert!.State switch
    {
        AlertState.Pending => "Pending",
        AlertState.Silenced => "Firing, silenced,",
        AlertState.Inhibited => "Firing, held back by another alert,",
        _ => "Firing",
    };

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (alert is not null && alert.Fingerprint != Fingerprint)
        {
            (alert, goneAt) = (null, null);
        }

        Take();
    }

    /// <inheritdoc/>
    protected override void Take()
    {
        freshness = FreshnessOf(Live.Alerts);
        if (Live.Alerts.Current.Value is not { } board)
        {
            return;
        }

        var found = board.Find(Fingerprint);
        goneAt = found is null && alert is not null ? goneAt ?? Clock.GetUtcNow() : null;
        alert = found ?? alert;
        if (alert is not null)
        {
            Look(alert, board);
        }
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : $"{text[..most]}…";

    private void Look(Alert seen, AlertBoard board)
    {
        system = seen.System is { } id ? Live.Systems.Current.Value?.Find(id) : null;
        clock = Response.For(seen, system?.Profile);
        heldBackBy = [.. seen.InhibitedBy.Select(board.Find).OfType<Alert>()];
        others = seen.System is null ? [] : [.. board.Alerts.Where(other => other.System == seen.System && other.Fingerprint != seen.Fingerprint)];
        runbook = seen.System is null ? null : RunbookMatch.FileFor(seen.System, seen.Name, seen.Annotations["runbook_url"]);
        hasRunbook = runbook is not null && Runbooks.Has(runbook);
        runbookUrl = Uri.TryCreate(seen.Annotations["runbook_url"], UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? seen.Annotations["runbook_url"]
            : null;
    }

    /// <summary>The time within which somebody has to answer, from the profile's severity class.</summary>
    private sealed record Response(int Class, TimeSpan Within, DateTimeOffset Until, DateTimeOffset? EscalatesAt, string EscalatesTo)
    {
        public static Response? For(Alert alert, SystemProfile? profile)
        {
            if (alert.State is not AlertState.Firing || profile?.Severities.FirstOrDefault(severity => severity.Severity == alert.Severity) is not { } its)
            {
                return null;
            }

            var within = its.Except.TryGetValue(alert.Name, out var own) ? own : its.RespondWithin;
            return new Response(its.Class, within, alert.StartsAt + within, alert.StartsAt + its.EscalateAfter, its.EscalateTo);
        }
    }
}
