using OpsConsole.Panels;

namespace OpsConsole.Core.Tests.Panels;

public sealed class SharedAnswersTests
{
    private static readonly Keep AMinute = new(TimeSpan.FromMinutes(1), 1);
    private readonly FakeTime time = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
    private int asked;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_who_ask_at_once_wait_for_one_answer()
    {
        var answers = new SharedAnswers<string, int>(time, 100);
        var gate = new TaskCompletionSource();

        var waiting = Enumerable.Range(0, 50).Select(_ => Ask(answers, "a", gate.Task, Cancellation)).ToArray();
        gate.SetResult();

        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal(1, answer));
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task An_answer_is_good_for_a_while_and_no_longer()
    {
        var answers = new SharedAnswers<string, int>(time, 100);
        await Ask(answers, "a", Task.CompletedTask, Cancellation);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(1, await Ask(answers, "a", Task.CompletedTask, Cancellation));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2, await Ask(answers, "a", Task.CompletedTask, Cancellation));
    }

    [Fact]
    public async Task One_who_leaves_does_not_take_the_answer_from_the_others()
    {
        var answers = new SharedAnswers<string, int>(time, 100);
        var gate = new TaskCompletionSource();
        using var leaves = new CancellationTokenSource();
        var (goes, stays) = (Ask(answers, "a", gate.Task, leaves.Token), Ask(answers, "a", gate.Task, Cancellation));

        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => goes);
        gate.SetResult();

        Assert.Equal(1, await stays);
    }

    [Fact]
    public async Task What_nobody_waits_for_any_more_is_cancelled_and_the_next_asks_anew()
    {
        var answers = new SharedAnswers<string, int>(time, 100);
        var gone = new TaskCompletionSource();
        using var leaves = new CancellationTokenSource();
        var waiting = new[] { 1, 2 }.Select(_ => answers.GetAsync("a", async given =>
        {
            await using var told = given.Register(gone.SetResult);
            await Task.Delay(Timeout.InfiniteTimeSpan, given);
            return 0;
        }, _ => AMinute, leaves.Token)).ToArray();

        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(waiting));

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.Equal(0, answers.Count);
        Assert.Equal(1, await Ask(answers, "a", Task.CompletedTask, Cancellation));
    }

    [Fact]
    public async Task A_failure_is_told_to_all_who_wait_and_kept_for_nobody()
    {
        var answers = new SharedAnswers<string, int>(time, 100);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            answers.GetAsync("a", _ => throw new InvalidOperationException(), _ => AMinute, Cancellation));

        Assert.Equal(0, answers.Count);
        Assert.Equal(1, await Ask(answers, "a", Task.CompletedTask, Cancellation));
    }

    [Fact]
    public async Task What_was_not_wanted_for_longest_makes_room()
    {
        var answers = new SharedAnswers<string, int>(time, 2);
        foreach (var key in new[] { "a", "b", "a", "c" })
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Ask(answers, key, Task.CompletedTask, Cancellation);
        }

        Assert.Equal((2, 3), (answers.Count, asked));
        Assert.Equal(1, await Ask(answers, "a", Task.CompletedTask, Cancellation));
        Assert.Equal(4, await Ask(answers, "b", Task.CompletedTask, Cancellation));
    }

    private Task<int> Ask(SharedAnswers<string, int> answers, string key, Task gate, CancellationToken cancellation) => answers.GetAsync(key, async given =>
    {
        var number = Interlocked.Increment(ref asked);
        await gate.WaitAsync(given);
        return number;
    }, _ => AMinute, cancellation);
}
