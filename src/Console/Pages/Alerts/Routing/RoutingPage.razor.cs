using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Metrics;

namespace OpsConsole.Pages.Alerts.Routing;

/// <summary>Who is told of an alert: each Alertmanager's route tree as it loaded it, and the way of one alert through it.</summary>
public sealed partial class RoutingPage
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(2);

    private ImmutableArray<RoutingReading> readings = [];
    private ImmutableArray<Problem> problems = [];
    private ImmutableArray<string> told = [];
    private LabelSet? labels;
    private string typed = string.Empty;
    private string? missing;
    private bool isRead;

    /// <summary>The labels of an alert, as somebody typed them.</summary>
    [SupplyParameterFromQuery(Name = "labels")]
    public string? Typed { get; set; }

    /// <summary>The fingerprint of an alert of now, whose labels are taken.</summary>
    [SupplyParameterFromQuery(Name = "alert")]
    public string? AlertFingerprint { get; set; }

    [Inject]
    private RoutingDesk Desk { get; set; } = null!;

    [Inject]
    private LiveState Live { get; set; } = null!;

    private string Sentence => !isRead ? "Being asked"
        : labels is null ? "The route trees that the Alertmanagers loaded"
        : told.IsEmpty ? "Nobody is known to be told"
        : $"{string.Join(", ", told)} {(told.Length == 1 ? "is" : "are")} told";

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        (labels, problems, missing) = (null, [], null);
        if (AlertFingerprint is { Length: > 0 } fingerprint && string.IsNullOrWhiteSpace(Typed))
        {
            labels = Live.Alerts.Current.Value?.Find(fingerprint)?.Labels;
            missing = labels is null ? "No alert has this fingerprint now; type the labels instead." : null;
            typed = labels is null ? string.Empty : LabelText.WriteLabels(labels);
        }
        else if (!string.IsNullOrWhiteSpace(Typed))
        {
            typed = Typed;
            var read = LabelText.ReadLabels(Typed);
            (labels, problems) = (read.IsOk ? read.Value : null, read.Problems);
        }

        // A page drawn before scripts run is waited for in the dark.
        readings = await Desk.ReadAsync(RendererInfo.IsInteractive ? Patience : FirstPatience, CancellationToken.None);
        isRead = true;
        told = labels is not { } asked ? [] : [.. readings.SelectMany(reading => reading.Tree?.Root.Taking(asked) ?? []).Select(route => route.Receiver).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Why a route may tell nobody just now; null when it always does.</summary>
    private static string? Quiet(RouteNode route) => (route.Mute.IsEmpty, route.Active.IsEmpty) switch
    {
        (true, true) => null,
        (false, _) => $"not during {string.Join(", ", route.Mute)}",
        _ => $"only during {string.Join(", ", route.Active)}",
    };

    private static string Listed(ImmutableArray<Matcher> matchers) => matchers.IsEmpty ? "any alert" : string.Join(", ", matchers);
}
