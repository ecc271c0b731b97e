using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OpsConsole.Api;

namespace OpsConsole.Commands.Act;

/// <summary>Plans and runs as text for a terminal. Names, guards and answers hold words of others: no control character of theirs gets through.</summary>
internal static class ActText
{
    /// <summary>A plan with everything that speaks for and against it.</summary>
    /// <param name="plan">The plan.</param>
    public static string Of(PlanReply plan)
    {
        var text = new StringBuilder();
        text.AppendLine(Clean($"{plan.Title} ({plan.Target.Kind} of {plan.Target.Place}; {plan.Kind} on {plan.System})"));
        Line(text, "plan", plan.Hash);
        Line(text, "granted by", plan.GrantedBy);
        Line(text, "acts as", plan.ActsAs);
        text.AppendLine("guards");
        foreach (var guard in plan.Guards)
        {
            text.AppendLine(Clean($"  {Verdict(guard),-8} {guard.Guard,-16} {guard.Title}"));
            text.AppendLine(Clean($"  {string.Empty,-8} {string.Empty,-16} {guard.Saw}"));
        }

        text.AppendLine(plan.Changes.IsEmpty ? "changes      none that the server tells" : "changes");
        foreach (var change in plan.Changes)
        {
            text.Append(change.Before is null ? null : $"  - {Clean(change.Before)}{Environment.NewLine}").Append(change.After is null ? null : $"  + {Clean(change.After)}{Environment.NewLine}");
        }

        foreach (var warning in plan.Warnings)
        {
            Line(text, "warning", warning);
        }

        Line(text, "needs", $"{Needs(plan)}: {plan.TierBecause}");
        if (plan.Asks is { SecondPerson: true } asks)
        {
            Line(text, "can agree", asks.Approvers.IsEmpty ? "nobody who was seen of late" : string.Join(", ", asks.Approvers));
        }

        Line(text, "afterwards", $"{plan.Verifies}; looked at for {DurationText.Words(TimeSpan.FromSeconds(plan.VerifyWithinSeconds))} at most");
        Line(text, "undo", plan.Undo ?? $"can't be undone: {plan.NoUndoBecause}");
        return text.ToString().TrimEnd();
    }

    /// <summary>How far a run is, in a line.</summary>
    /// <param name="run">The run.</param>
    public static string Of(RunSummary run) => Clean(string.Create(
        CultureInfo.InvariantCulture,
        $"{run.Id}  {run.State,-9}  {run.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z  {run.By.Name}: {run.Title} on {run.System}{(run.BrokeGlass ? " [broke the glass]" : null)}{End(run)}"));

    /// <summary>A step, in a line.</summary>
    /// <param name="step">The step.</param>
    public static string Of(StepReply step) => Clean(string.Create(CultureInfo.InvariantCulture, $"  {step.At.UtcDateTime:HH:mm:ss}Z  {Mark(step.Mark),-4}  {step.Stage,-12} {step.Says}"));

    /// <summary>A refusal: its sentence, and each field that is wrong.</summary>
    /// <param name="problem">The problem details.</param>
    public static string OfProblem(string problem)
    {
        using var json = JsonDocument.Parse(problem);
        var (title, detail) = (Text(json.RootElement, "title"), Text(json.RootElement, "detail"));
        var text = new StringBuilder(Clean(detail.Length == 0 ? title : $"{title}: {detail}"));
        foreach (var guard in json.RootElement.TryGetProperty("guards", out var guards) && guards.ValueKind is JsonValueKind.Array ? guards.Deserialize<ImmutableArray<GuardReply>>(ApiWords.Json) : [])
        {
            text.AppendLine().Append(Clean($"  {Verdict(guard),-8} {guard.Guard,-16} {guard.Title}: {guard.Saw}"));
        }

        return text.ToString();
    }

    /// <summary>Text of others without what a terminal would obey, or what would show letters in another order.</summary>
    /// <param name="text">The text.</param>
    public static string Clean(string text) => new([.. text.Select(letter => char.IsControl(letter) || char.GetUnicodeCategory(letter) is UnicodeCategory.Format ? '?' : letter)]);

    private static string Needs(PlanReply plan) => plan.Tier switch
    {
        "click" => plan.Asks is { Reason: true } ? "a reason" : "nothing more",
        "typedName" => $"\"{Typed(plan)}\" typed, and a reason",
        _ => $"\"{Typed(plan)}\" typed, a reason, and a second person",
    };

    /// <summary>What is typed to confirm it.</summary>
    /// <param name="plan">The plan.</param>
    public static string Typed(PlanReply plan) => plan.Asks?.Typed ?? $"{plan.Target.Name} @ {plan.Target.Place}";

    private static string Verdict(GuardReply guard) => guard.Verdict is "pass" ? "pass" : guard.Verdict.ToUpperInvariant();

    private static string Mark(string mark) => mark switch
    {
        "good" => "ok",
        "bad" => "FAIL",
        "doubtful" => "?",
        _ => "..",
    };

    private static string? End(RunSummary run) => run.Says is { } says ? $": {says}"
        : run.LapsesAt is { } lapses ? string.Create(CultureInfo.InvariantCulture, $"; until {lapses.UtcDateTime:HH:mm:ss}Z") : null;

    private static string Text(JsonElement problem, string name) => problem.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String ? text.GetString()! : string.Empty;

    private static void Line(StringBuilder text, string what, string says) => text.AppendLine(Clean($"{what,-12} {says}"));
}
