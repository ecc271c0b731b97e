namespace OpsConsole.Alerts;

/// <summary>A board on which something changed.</summary>
/// <param name="Board">The board.</param>
/// <param name="At">When it was seen.</param>
/// <param name="SeenBefore">When the board before it was seen; null for the first.</param>
/// <param name="IsComplete">Whether every source has answered: only then an alert that this process never saw is known to be gone.</param>
internal sealed record AlertRound(AlertBoard Board, DateTimeOffset At, DateTimeOffset? SeenBefore, bool IsComplete);

/// <summary>
/// The boards that wait to be put into the history. Adding never waits: when too many wait, because the database is away, the oldest is left
/// out, and what changed on it is told by the difference to the next.
/// </summary>
internal sealed class AlertRounds
{
    /// <summary>The most that wait.</summary>
    public const int Most = 64;

    private readonly Lock gate = new();
    private readonly Queue<AlertRound> waiting = new();
    private TaskCompletionSource news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AlertRound? last;
    private DateTimeOffset? seenAt;

    /// <summary>When a board was seen last, also one without a change; null before the first.</summary>
    public DateTimeOffset? SeenAt
    {
        get
        {
            lock (gate)
            {
                return seenAt;
            }
        }
    }

    /// <summary>The alerts were read.</summary>
    /// <param name="board">What is known now.</param>
    /// <param name="at">When.</param>
    /// <param name="areRulesRead">Whether the rules, which tell pending alerts, were read yet.</param>
    /// <param name="isChanged">Whether an alert changed its state.</param>
    public void Seen(AlertBoard board, DateTimeOffset at, bool areRulesRead, bool isChanged)
    {
        lock (gate)
        {
            var isComplete = areRulesRead && board.Silent.IsEmpty;
            var before = seenAt;
            seenAt = at;
            if (last is not null && !isChanged && last.IsComplete == isComplete)
            {
                return;
            }

            waiting.Enqueue(last = new AlertRound(board, at, before, isComplete));
            if (waiting.Count > Most)
            {
                waiting.Dequeue();
            }

            news.TrySetResult();
        }
    }

    /// <summary>The oldest that waits; null when none does.</summary>
    public AlertRound? Peek()
    {
        lock (gate)
        {
            return waiting.TryPeek(out var oldest) ? oldest : null;
        }
    }

    /// <summary>One is in the history: it need not wait any more.</summary>
    /// <param name="round">Which.</param>
    public void Done(AlertRound round)
    {
        lock (gate)
        {
            // It may have been left out meanwhile.
            if (waiting.TryPeek(out var oldest) && ReferenceEquals(oldest, round))
            {
                waiting.Dequeue();
            }
        }
    }

    /// <summary>Completes once one waits.</summary>
    public Task ArrivedAsync()
    {
        lock (gate)
        {
            if (waiting.Count > 0)
            {
                return Task.CompletedTask;
            }

            if (news.Task.IsCompleted)
            {
                news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return news.Task;
        }
    }
}
