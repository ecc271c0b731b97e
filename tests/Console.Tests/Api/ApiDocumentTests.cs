using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using OpsConsole.Alerts;
using OpsConsole.Api;
using OpsConsole.Incidents;
using OpsConsole.Panels;
using OpsConsole.Queues;
using OpsConsole.Remediation;
using OpsConsole.Runbooks;
using OpsConsole.Silences;
using OpsConsole.Slo;
using OpsConsole.World;

namespace OpsConsole.Tests.Api;

/// <summary>docs/api.md names every member that is answered and every one that is taken.</summary>
public sealed partial class ApiDocumentTests
{
    private static readonly HashSet<string> Named = [.. Code().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "api.md"))).Select(span => span.Groups[1].Value)];

    public static TheoryData<Type> Answers =>
    [
        typeof(PlanReply), typeof(TargetReply), typeof(GuardReply), typeof(ChangeReply), typeof(AsksReply), typeof(RunSummary), typeof(RunReply), typeof(ApprovalReply), typeof(StepReply),
        typeof(PersonReply), typeof(OriginReply), typeof(RequestReply), typeof(RunsReply), typeof(FreezeReply), typeof(FreezesReply),
        typeof(WalkReply), typeof(WalkSummaryReply), typeof(WalksReply), typeof(WalkStepReply), typeof(WalkEventReply), typeof(FeedbackReply), typeof(NoteReply), typeof(EvidenceReply), typeof(AnswerReply), typeof(JumpReply),
        typeof(AckReply), typeof(AcksReply), typeof(AckAnswerReply), typeof(AckAnswersReply),
        typeof(QueuesReply), typeof(QueueReply), typeof(QueueDetailReply), typeof(ForecastReply), typeof(CoverageReply), typeof(DepthReply), typeof(PastForecastReply), typeof(CheckReply),
        typeof(WindowsReply), typeof(WindowReply), typeof(WindowRunReply), typeof(OccurrenceReply),
        typeof(SlosReply), typeof(OneSloReply), typeof(SloReply), typeof(PeriodReply), typeof(CountsReply), typeof(BurnReply), typeof(LimitReply), typeof(LeftOutReply),
        typeof(ReviewReply), typeof(ReviewSectionReply), typeof(ReviewTextsReply), typeof(ActionItemReply), typeof(ReviewsReply), typeof(ReviewStandingReply),
        typeof(PanelsReply), typeof(PanelReply), typeof(PanelLineReply), typeof(HappeningReply),
    ];

    [Theory]
    [MemberData(nameof(Answers))]
    public void Every_member_of_an_answer_is_told(Type answer) =>
        Assert.Empty(answer.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(member => JsonNamingPolicy.CamelCase.ConvertName(member.Name)).Except([.. Named, "freezes", "json"]));

    [Fact]
    public void Every_state_outcome_verdict_and_mark_is_told() => Assert.Empty(
        Words<RunState>().Concat(Words<ActionOutcome>()).Concat(Words<GuardVerdict>()).Concat(Words<RiskTier>()).Concat(Words<StepMark>())
            .Concat(Words<StepState>()).Concat(Words<WalkOutcome>()).Concat(Words<FeedbackKind>()).Concat(Words<AckVerdict>()).Concat(Words<AckEnd>())
            .Concat(Words<WindowState>()).Concat(Words<WindowRunState>()).Concat(Words<DrainOutlook>()).Concat(Words<BudgetState>()).Concat(Words<BudgetHealth>()).Concat(Words<HappeningKind>()).Concat(Words<ReviewSection>()).Concat(Words<ReviewProgress>()).Except(Named));

    [Fact]
    public void Every_member_that_is_taken_is_told()
    {
        using var nothing = JsonDocument.Parse("""{"from": {"?": 1}, "feedback": [{"?": 1}], "?": 1}""");
        var taken = new[]
        {
            JsonBody.Read(nothing.RootElement, ActionBodies.Confirm).Problems, JsonBody.Read(nothing.RootElement, ActionBodies.Decision).Problems,
            JsonBody.Read(nothing.RootElement, WalkBodies.Start).Problems, JsonBody.Read(nothing.RootElement, WalkBodies.Mark).Problems,
            JsonBody.Read(nothing.RootElement, WalkBodies.Note).Problems, JsonBody.Read(nothing.RootElement, WalkBodies.End).Problems, JsonBody.Read(nothing.RootElement, MaintenanceBodies.Window).Problems,
            JsonBody.Read(nothing.RootElement, AckWishBody.Read).Problems, JsonBody.Read(nothing.RootElement, ReviewBodies.Write).Problems, JsonBody.Read(nothing.RootElement, ReviewBodies.Change).Problems,
            JsonBody.Read(nothing.RootElement, ReviewBodies.Close).Problems,
        }
            .SelectMany(problems => problems).Where(problem => problem.What.Contains("known are", StringComparison.Ordinal))
            .SelectMany(problem => problem.What[(problem.What.IndexOf("known are", StringComparison.Ordinal) + 10)..].Split(", ")).Distinct().ToList();

        Assert.Contains("breakGlass", taken);
        Assert.Contains("alertName", taken);
        Assert.Contains("seenVersion", taken);
        Assert.Empty(taken.Except(Named));
    }

    private static IEnumerable<string> Words<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(ApiWords.Of);

    [GeneratedRegex("`([A-Za-z]+)`")]
    private static partial Regex Code();
}
