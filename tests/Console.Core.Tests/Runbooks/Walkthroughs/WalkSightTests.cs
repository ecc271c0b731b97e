using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Runbooks;

namespace OpsConsole.Core.Tests.Runbooks.Walkthroughs;

public sealed class WalkSightTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly Walker Ben = new("ben", "Ben Ek");

    // Logs are of a system: a grant on another does not show them.
    private static readonly AccessRules Rules = new(
        [new(Role.Responder, ["responders"], [], ["billing"], [], "access.yaml:1"), new(Role.Responder, ["others"], [], ["orders"], [], "access.yaml:2")]);

    private static readonly BlockAnswer[] Logs =
    [
        Answer("kubectl logs web-1 --tail=2", new LinesResult(["token=opensesame", "late"], 2, string.Empty) { Note = "of web-1: token=opensesame" }),
        Answer("kubectl logs -l app=web | grep -c token", new TableResult(["COUNT"], [["token=opensesame"]], 1)),
    ];

    [Fact]
    public void Who_may_not_read_logs_sees_no_log_line_that_others_kept_and_is_told_why()
    {
        var seen = WalkSight.For(Walk("billing", Logs), Rules, Of("others"));

        var answers = seen.Steps["look"].Evidence[0].Answers;
        Assert.Equal(Logs.Select(log => log.Asked), answers.Select(answer => answer.Asked));
        Assert.All(answers, answer => Assert.StartsWith("Log lines were kept here. ", Assert.IsType<NotAnsweredResult>(answer.Result).Why, StringComparison.Ordinal));
        Assert.DoesNotContain("opensesame", string.Concat(answers), StringComparison.Ordinal);
        Assert.All(answers, answer => Assert.Null(answer.Result.Note));
    }

    [Fact]
    public void All_else_stays_as_it_was_kept()
    {
        BlockAnswer[] others =
        [
            Answer("sum(up)", new FiguresResult([], 0, "s", null, null, [])),
            Answer("kubectl get pods", new TableResult(["NAME"], [["web-1"]], 1)),
            Answer("kubectl logs web-1", new FailedResult("no such pod", "main")),
            Answer("kubectl logs web-1", new NotAnsweredResult("no right")),
        ];
        var walk = Walk("billing", others);
        var seen = WalkSight.For(walk, Rules, Of("others"));

        Assert.Equal(others, seen.Steps["look"].Evidence[0].Answers);
        Assert.Equal((walk.Id, walk.Version, "Look", Ben), (seen.Id, seen.Version, seen.Steps["look"].Notes[0].Text, seen.Steps["look"].By));
    }

    [Fact]
    public void Who_may_read_logs_of_its_system_sees_the_walkthrough_as_it_is()
    {
        var walk = Walk("billing", Logs);

        Assert.Same(walk, WalkSight.For(walk, Rules, Of("responders")));
        Assert.NotSame(walk, WalkSight.For(walk, Rules, Of("nobody")));
    }

    [Fact]
    public void A_guide_of_no_system_shows_logs_to_nobody_whose_rights_are_narrowed_to_some()
    {
        var seen = WalkSight.For(Walk(null, Logs), Rules, Of("responders"));

        Assert.All(seen.Steps["look"].Evidence[0].Answers, answer => Assert.IsType<NotAnsweredResult>(answer.Result));
    }

    private static BlockAnswer Answer(string asked, BlockResult result) => new(asked, Noon, TimeSpan.FromMilliseconds(3), result);

    private static Person Of(string group) => new("vera", "Vera Ek", [group], SignInMethod.Local);

    private static Walkthrough Walk(string? system, BlockAnswer[] answers) => new()
    {
        Id = "01",
        Runbook = "billing/slow",
        Title = "Slow",
        System = system,
        ClockFrom = Noon,
        Text = "# Slow",
        Hash = new string('a', 64),
        Scene = RunbookScene.Nothing,
        Version = 7,
        StartedAt = Noon,
        StartedBy = Ben,
        Steps = ImmutableSortedDictionary<string, StepRecord>.Empty.Add(
            "look", new StepRecord(StepState.Done, Noon, Ben) { Notes = [new StepNote(Noon, Ben, "Look")], Evidence = [new KeptAnswer(1, Noon, Ben, [.. answers])] }),
    };
}
