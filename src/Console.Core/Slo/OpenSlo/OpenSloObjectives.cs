using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Systems;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Slo.OpenSlo;

/// <summary>An objective and the object it was read from.</summary>
/// <param name="Source">The SLO.</param>
/// <param name="Objective">The objective.</param>
internal sealed record ReadObjective(OpenSloDocument Source, ImportedObjective Objective)
{
    /// <summary>The objective's name.</summary>
    public string Name => Objective.Objective.Name;
}

/// <summary>Reads the objectives of one SLO: it may promise several targets for the same indicator.</summary>
internal static class OpenSloObjectives
{
    /// <summary>Reads them; what is wrong is told to the SLO's fields.</summary>
    /// <param name="slo">The SLO.</param>
    /// <param name="documents">What it may refer to.</param>
    public static ImmutableArray<ReadObjective> Of(OpenSloDocument slo, OpenSloDocuments documents)
    {
        if (slo.Fields.Group("spec") is not { } spec)
        {
            slo.Fields.Wrong("spec", "is missing: write indicator, timeWindow, budgetingMethod and objectives");
            return [];
        }

        spec.OptionalText("description");
        spec.OptionalText("service");
        CheckMethod(spec);
        var window = OpenSloWindow.Read(spec);
        var indicator = Indicator(spec, documents);
        var policies = spec.Has("alertPolicies");
        spec.Skip("alertPolicies");
        var objectives = spec.Groups("objectives").ToImmutableArray();
        spec.RefuseTheRest();
        if (objectives.IsEmpty)
        {
            spec.Wrong("objectives", "is missing: write at least one, with target or targetPercent");
        }

        return
        [
            .. objectives.Select((field, at) => One(slo, field, at, objectives.Length, window, indicator, policies, documents)).OfType<ImportedObjective>()
                .Select(imported => new ReadObjective(slo, imported)),
        ];
    }

    private static ImportedObjective? One(
        OpenSloDocument slo, FieldReader field, int at, int of, OpenSloWindow? window, FieldReader? indicator, bool policies, OpenSloDocuments documents)
    {
        var shown = field.OptionalText("displayName");
        var target = Target(field);
        var counted = indicator is null ? null : OpenSloIndicator.Read(indicator, field, documents);
        field.Skip("op", "value", "timeSliceTarget", "timeSliceWindow");
        field.RefuseTheRest();
        if (counted is null || target is null || window is null)
        {
            return null;
        }

        var title = shown ?? slo.DisplayName ?? slo.Name;
        var objective = new ObjectiveProfile(
            of == 1 ? slo.Name : $"{slo.Name}-{(at + 1).ToString(CultureInfo.InvariantCulture)}",
            title, counted.Kind, target.Value, window.Length, counted.Bad, counted.Good, counted.Total, Recorded: false, "events")
        {
            Calendar = window.Calendar,
        };
        return new ImportedObjective(objective,
        [
            $"From the OpenSLO object {slo.Name}. OpenSLO does not say what is counted (unit)"
                + (counted.Kind is ObjectiveKind.Availability ? ", nor the kind: availability, latency or errors." : "."),
            .. counted.Notes,
            .. window.Note is { } note ? [note] : Array.Empty<string>(),
            .. policies ? ["Its alertPolicies are left out: `OpsConsole rules` writes the alerts."] : Array.Empty<string>(),
        ]);
    }

    private static void CheckMethod(FieldReader spec)
    {
        var method = spec.Text("budgetingMethod", "Occurrences");
        if (method is "Timeslices" or "RatioTimeslices")
        {
            spec.Wrong("budgetingMethod", $"{method} counts slices of time that were good enough, which a profile can't say: use Occurrences, where each event counts by itself");
        }
        else if (method is not ("" or "Occurrences"))
        {
            spec.Wrong("budgetingMethod", $"'{FieldReader.Short(method)}' is not known: it is Occurrences");
        }
    }

    private static FieldReader? Indicator(FieldReader spec, OpenSloDocuments documents)
    {
        var (inline, reference) = (spec.Group("indicator"), spec.OptionalText("indicatorRef"));
        if (inline is null == reference is null)
        {
            spec.Wrong(inline is null ? "needs indicator or indicatorRef" : "needs indicator or indicatorRef, not both");
            return null;
        }

        if (inline is not null)
        {
            inline.Skip("metadata", "apiVersion", "kind");
            var its = inline.Group("spec");
            inline.RefuseTheRest();
            if (its is null)
            {
                inline.Wrong("spec", "is missing: write ratioMetric or thresholdMetric in it");
            }

            return its;
        }

        var found = documents.Find("SLI", reference!);
        if (found is null)
        {
            spec.Wrong("indicatorRef", $"no file holds an SLI '{FieldReader.Short(reference!)}': give its file too");
        }

        return found?.Fields.Group("spec");
    }

    private static double? Target(FieldReader field)
    {
        var (share, percent) = (field.OptionalNumber("target"), field.OptionalNumber("targetPercent"));
        if (field.Has("target") == field.Has("targetPercent"))
        {
            field.Wrong(field.Has("target") ? "needs target (0.999) or targetPercent (99.9), not both" : "needs target (0.999) or targetPercent (99.9)");
            return null;
        }

        // What was no number was said.
        if ((share ?? percent) is null)
        {
            return null;
        }

        if (share is <= 0 or >= 1)
        {
            field.Wrong("target", $"must be above 0 and below 1 (for per cent there is targetPercent), got {Rules.Words.Number(share.Value)}");
            return null;
        }

        var asPercent = percent ?? Math.Round(share!.Value * 100, 10);
        if (percent is <= 0 or >= 100)
        {
            field.Wrong("targetPercent", ObjectiveTarget.Wrong(asPercent)!);
            return null;
        }

        return ObjectiveTarget.Share(asPercent);
    }
}
