using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using OpsConsole.Audit;

namespace OpsConsole.Runbooks;

/// <summary>How much a walkthrough takes, and what is made of what people send: whatever comes from outside is bounded before it is kept.</summary>
internal static class WalkLimits
{
    /// <summary>The most characters of a note, a summary or a word on the runbook.</summary>
    public const int Text = 4_000;

    /// <summary>The most bytes of one kept answer, as JSON.</summary>
    public const int Evidence = 256 * 1024;

    /// <summary>The most notes and kept answers of a walkthrough.</summary>
    public const int Entries = 200;

    /// <summary>The most bytes of a runbook's text.</summary>
    public const int Runbook = 2 * 1024 * 1024;

    /// <summary>The most that happens on a walkthrough before it must end: nobody gets so far but a loop.</summary>
    public const int Versions = 5_000;

    private const int AtOnce = 20;
    private const int Incident = 100;
    private const int Steps = 500;

    /// <summary>What is wrong with a start; none when nothing is.</summary>
    /// <param name="start">The start.</param>
    public static ImmutableArray<Problem> Wrong(WalkStart start) => Problem.All(
        Problem.When(Encoding.UTF8.GetByteCount(start.Runbook.Text) > Runbook, "runbook", $"has more than {Runbook / 1024 / 1024} MB: a walkthrough keeps its text"),
        Problem.When(start.Runbook.Steps.Length > Steps, "runbook", $"has more than {Steps} steps"),
        Problem.When(start.Incident is { } incident && (incident.Length is 0 or > Incident || incident.Any(letter => char.IsControl(letter) || char.IsSurrogate(letter))),
            "incident", $"must have 1 to {Incident} plain characters"));

    /// <summary>What is wrong with a text; null when nothing is.</summary>
    /// <param name="where">Its name.</param>
    /// <param name="text">The text.</param>
    public static Problem? Wrong(string where, string text) => Problem.When(text.Length > Text, where, $"has {text.Length} characters; {Text} are the most");

    /// <summary>A note, ready to be kept; null for an empty one.</summary>
    public static Result<ImmutableArray<WalkEntry>> Note(string step, string? text, WalkTurn turn)
    {
        var words = text?.Trim() ?? string.Empty;
        return words.Length == 0 ? ImmutableArray<WalkEntry>.Empty
            : Wrong("note", words) is { } wrong ? wrong
            : ImmutableArray.Create(Entry(WalkEntryKinds.Note, new WalkEntryBody(step) { Note = new StepNote(turn.At, turn.By, Storable(words)) }));
    }

    /// <summary>Answers, ready to be kept.</summary>
    public static Result<ImmutableArray<WalkEntry>> Kept(string step, ImmutableArray<SeenBlock> seen, WalkTurn turn)
    {
        if (seen.IsDefaultOrEmpty)
        {
            return ImmutableArray<WalkEntry>.Empty;
        }

        if (seen.Length > AtOnce || seen.Any(block => block.Answers.IsDefaultOrEmpty))
        {
            return new Problem("evidence", seen.Length > AtOnce ? $"at most {AtOnce} blocks are kept at once" : "there is no answer to keep");
        }

        // By its JSON: what is measured is what is stored.
        foreach (var block in seen)
        {
            if (JsonSerializer.SerializeToUtf8Bytes(block.Answers, WalkJson.Default.ImmutableArrayBlockAnswer).Length is > Evidence and var bytes)
            {
                return new Problem("evidence", $"block {block.Block} answers {bytes / 1024} KB; {Evidence / 1024} KB are the most that is kept of one");
            }
        }

        return seen.Select(block => Entry(WalkEntryKinds.Evidence, new WalkEntryBody(step) { Kept = new KeptAnswer(block.Block, turn.At, turn.By, block.Answers) })).ToImmutableArray();
    }

    /// <summary>Words on the runbook, ready to be kept.</summary>
    public static Result<ImmutableArray<WalkEntry>> Feedback(WalkState state, ImmutableArray<FeedbackWish> wishes, WalkTurn turn)
    {
        if (wishes.IsDefaultOrEmpty)
        {
            return ImmutableArray<WalkEntry>.Empty;
        }

        var problems = Problem.All([
            Problem.When(wishes.Length > AtOnce, "feedback", $"at most {AtOnce} are taken at once"),
            .. wishes.Select((wish, number) => Wrong($"feedback[{number}].text", wish.Text)),
            .. wishes.Select((wish, number) => Problem.When(wish.Step is not null && state.IndexOf(wish.Step) < 0, $"feedback[{number}].step", "there is no such step in this walkthrough")),
            .. wishes.Select((wish, number) => Problem.When(wish.Kind is not FeedbackKind.Helped && string.IsNullOrWhiteSpace(wish.Text), $"feedback[{number}].text", "says nothing: say what would be right")),
        ]);
        return !problems.IsEmpty ? problems : wishes.Select(wish => Entry(
            WalkEntryKinds.Feedback,
            new WalkEntryBody(wish.Step) { Feedback = new RunbookFeedback(wish.Step, wish.Kind, Storable(wish.Text.Trim()), turn.By, turn.At) })).ToImmutableArray();
    }

    /// <summary>The run of a guarded action, ready to be kept.</summary>
    public static WalkEntry Run(string step, string run) => Entry(WalkEntryKinds.Run, new WalkEntryBody(step) { Run = run });

    /// <summary>A text that both databases can keep.</summary>
    public static string Storable(string text) => StorableJson.Of(text);

    private static WalkEntry Entry(string kind, WalkEntryBody body) => new(kind, JsonSerializer.Serialize(body, WalkJson.Default.WalkEntryBody));
}
