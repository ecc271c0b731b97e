using System.Collections.Immutable;
using OpsConsole.Storage;

namespace OpsConsole.Runbooks;

/// <summary>Puts a walkthrough together from its rows.</summary>
internal static class WalkReading
{
    /// <summary>The walkthrough of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="text">The runbook's text.</param>
    /// <param name="known">An older version; null when none is known.</param>
    /// <param name="events">What happened since.</param>
    /// <param name="entries">What was added since.</param>
    public static Walkthrough Of(WalkRow row, string text, Walkthrough? known, IEnumerable<WalkEvent> events, IEnumerable<WalkEntryBody> entries)
    {
        var added = entries.ToList();
        var (body, ending) = (row.Body, row.Ending);
        return new Walkthrough
        {
            Id = row.Id,
            Runbook = row.Runbook,
            Title = body.Title,
            System = row.System,
            Alert = row.Alert,
            AlertName = body.AlertName,
            Incident = body.Incident,
            ClockFrom = body.ClockFrom,
            Text = text,
            Hash = row.Hash,
            Scene = body.Scene with { Values = body.Scene.Values.WithComparers(StringComparer.Ordinal) },
            Outline = body.Outline,
            Version = row.Version,
            StartedAt = StoredTime.Read(row.StartedAt),
            StartedBy = body.StartedBy,
            Current = row.Current,
            Steps = Steps(row.State.Marks, known?.Steps, added),
            EndedAt = row.Ended,
            EndedBy = ending?.By,
            Outcome = row.Outcome,
            Summary = ending?.Summary ?? string.Empty,
            Feedback = [.. known?.Feedback ?? [], .. added.Select(entry => entry.Feedback).OfType<RunbookFeedback>()],
            Events = [.. known?.Events ?? [], .. events],
        };
    }

    private static ImmutableSortedDictionary<string, StepRecord> Steps(
        ImmutableSortedDictionary<string, StoredMark> marks, ImmutableSortedDictionary<string, StepRecord>? known, List<WalkEntryBody> added)
    {
        var steps = ImmutableSortedDictionary.CreateBuilder<string, StepRecord>(StringComparer.Ordinal);
        var written = added.Where(entry => entry.Step is not null && entry.Feedback is null).ToLookup(entry => entry.Step!, StringComparer.Ordinal);
        foreach (var id in marks.Keys.Concat(known?.Keys ?? []).Concat(written.Select(step => step.Key)).Distinct(StringComparer.Ordinal))
        {
            var was = known?.GetValueOrDefault(id) ?? new StepRecord(StepState.ToDo, null, null);
            steps[id] = Marked(was, marks.GetValueOrDefault(id)) with
            {
                Notes = was.Notes.AddRange(written[id].Select(entry => entry.Note).OfType<StepNote>()),
                Evidence = was.Evidence.AddRange(written[id].Select(entry => entry.Kept).OfType<KeptAnswer>()),
                Runs = was.Runs.AddRange(written[id].Select(entry => entry.Run).OfType<string>()),
            };
        }

        return steps.ToImmutable();
    }

    private static StepRecord Marked(StepRecord was, StoredMark? mark) => mark is null or { State: StepState.ToDo }
        ? was with { State = StepState.ToDo, At = null, By = null, Answer = null, SkippedBy = null }
        : was with { State = mark.State, At = mark.At, By = mark.By, Answer = mark.Answer, SkippedBy = mark.SkippedBy };
}
