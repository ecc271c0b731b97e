namespace OpsConsole.Soak.People;

/// <summary>Everything that anybody did, as they remember it.</summary>
/// <param name="diary">Told of each act.</param>
internal sealed class ActBook(Diary diary)
{
    private readonly List<Act> acts = [];
    private int marks;

    /// <summary>All acts so far.</summary>
    public IReadOnlyList<Act> Acts
    {
        get
        {
            lock (acts)
            {
                return [.. acts];
            }
        }
    }

    /// <summary>A word that no other act has: letters enough to pass as a reason.</summary>
    public string NextMark() => $"soaked{Interlocked.Increment(ref marks):000000}";

    /// <summary>Tells of something that is no act of its own.</summary>
    public void Note(string what) => diary.Tell($"act       {what}", "decisions");

    /// <summary>Writes an act down.</summary>
    public void Add(Act act)
    {
        lock (acts)
        {
            acts.Add(act);
        }

        diary.Tell($"act       {act.Person,-6} {act.Kind} {act.Mark}: {act.Answer.ToString().ToLowerInvariant()}{(act.Answer is ActAnswer.Done ? null : $" ({act.Status} {act.Says})")}");
        if (act.Status == 500)
        {
            diary.Fault($"{act.Kind} {act.Mark} of {act.Person} was answered with 500: {act.Says}");
        }
    }
}
