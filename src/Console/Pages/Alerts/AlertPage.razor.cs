using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.SignIn;
using OpsConsole.Slo;
using OpsConsole.Storage;
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
    private SuppressionChain chain = new([]);
    private ImmutableArray<Alert> others = [];
    private string? runbookUrl;

    // As it was when it resolved: for an address that is opened later.
    private LastSeenAlert? lastSeen;
    private string? historyProblem;
    private bool isRemembering;

    /// <summary>The alert's fingerprint.</summary>
    [Parameter]
    public string Fingerprint { get; set; } = string.Empty;

    /// <summary>What could be done.</summary>
    [Inject]
    public required ActionOffers Offers { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Alerts, Live.Silences];

    [Inject]
    private AlertHistory History { get; set; } = null!;

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    // An alert of a burn rate names its objective; a label is outside text, so that it is only looked up.
    private ErrorBudget? Objective => alert?.System is { } id ? Live.Slo.Current.Value?.Find(id, alert.Labels["slo"]) : null;

    private bool HasOffers => Current.Person is { } person && !OffersFor(person).IsEmpty;

    private bool IsKnownGone => freshness is Freshness.Live && Live.Alerts.Current.Value is { Silent.IsEmpty: true };

    private string LastSeenWords => IsKnownGone ? "No longer reported"
        : Live.Alerts.Current.Value is null ? "No Alertmanager has answered yet, so what it does now is not known"
        : "Not reported when last seen, and not every source answers now";

    private string StateWords => alert!.State switch
    {
        AlertState.Pending => "Pending",
        AlertState.Silenced => "Firing, silenced,",
        AlertState.Inhibited => "Firing, held back by another alert,",
        _ => "Firing",
    };

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (alert is not null && alert.Fingerprint != Fingerprint)
        {
            (alert, goneAt, lastSeen) = (null, null, null);
        }

        Take();
        if (alert is null)
        {
            await RememberAsync();
        }
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
        goneAt = found is null && alert is not null && lastSeen is null ? goneAt ?? Clock.GetUtcNow() : null;
        alert = found ?? alert;
        lastSeen = found is null ? lastSeen : null;
        if (alert is not null)
        {
            Look(alert, board);
        }
    }

    private async Task RememberAsync()
    {
        var asked = Fingerprint;
        LastSeenAlert? was = null;
        try
        {
            (historyProblem, isRemembering) = (null, true);
            was = await History.LastSeenAsync(asked, CancellationToken.None);
        }
        catch (StorageException e)
        {
            historyProblem = $"Whether it was known before can't be read: {e.Message}";
        }

        // It may have come back meanwhile, or another one be asked for.
        if (asked != Fingerprint)
        {
            return;
        }

        isRemembering = false;
        if (alert is null && was is not null)
        {
            (alert, lastSeen) = (was.Alert, was);
            Look(alert, Live.Alerts.Current.Value ?? AlertBoard.Empty);
        }
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : $"{text[..most]}…";

    private ImmutableArray<OfferedAction> OffersFor(Person person) => system is null ? [] :
    [
        .. Offers.ForAlert(alert!, system.Profile, person).Select(offer => offer.About.Kind == "silence-create" ? offer with { Title = "Silence this alert" } : offer),
    ];

    private void Look(Alert seen, AlertBoard board)
    {
        system = seen.System is { } id ? Live.Systems.Current.Value?.Find(id) : null;
        clock = Response.For(seen, system?.Profile);
        chain = SuppressionChain.Of(seen, board.Find, silence => Live.Silences.Current.Value?.Find(silence));
        others = seen.System is null ? [] : [.. board.Alerts.Where(other => other.System == seen.System && other.Fingerprint != seen.Fingerprint && !other.IsTest)];
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

            var within = its.RespondWithinFor(alert.Name);
            return new Response(its.Class, within, alert.StartsAt + within, alert.StartsAt + its.EscalateAfter, its.EscalateTo);
        }
    }
}
