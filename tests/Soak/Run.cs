using OpsConsole.Soak.Health;
using OpsConsole.Soak.Pages;
using OpsConsole.Soak.People;
using OpsConsole.Soak.Records;
using OpsConsole.Soak.Servers;
using OpsConsole.Soak.Troubles;
using OpsConsole.World;

namespace OpsConsole.Soak;

/// <summary>One run: everything is started, played with for a while, left alone, and looked at.</summary>
/// <param name="options">What it is asked to be.</param>
/// <param name="world">What is played with.</param>
/// <param name="diary">Told of all of it.</param>
internal sealed class Run(SoakOptions options, SoakWorld world, Diary diary)
{
    private static readonly TimeSpan EndsWithin = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan AgreesWithin = TimeSpan.FromMinutes(2);

    /// <summary>Runs.</summary>
    /// <returns>What was found.</returns>
    public async Task<Findings> GoAsync(CancellationToken cancellation)
    {
        await world.StartAsync(cancellation);
        diary.Tell($"started   replicas at {string.Join(" and ", world.Replicas.Select(replica => replica.Address))}");
        using var alertmanager = new AlertmanagerReader(world.Alertmanager.Address);
        using var prometheus = new PrometheusReader(world.Prometheus.Address);
        var (book, truth) = (new ActBook(diary), new PageTruth(world, alertmanager, prometheus));
        using var crowd = await Crowd.SignInAsync(options, world, new(world.Systems, Runbooks(), alertmanager, book), cancellation);
        var visitor = await Visitor.SignInAsync(world.Replicas[0].Address, Visitor.Viewer, cancellation);
        var pages = world.Replicas.Select(replica => new PageReader(replica.Name, replica.Address, visitor)).ToList();
        var circuits = new CircuitCrowd();
        await circuits.OpenAsync(options, world, cancellation);
        await AgreeAsync("before the first trouble", truth, pages, cancellation);

        using var watched = new CancellationTokenSource();
        var watching = new Watchman(world.Replicas).WatchAsync(watched.Token);
        var troubles = new Troublemaker(options, new(world, new(world, alertmanager)), pages, truth, diary);
        await PlayAsync(troubles, crowd, cancellation);

        var records = new RecordCheck(new(world.Connection));
        var intents = await EndAsync(crowd, book, records, cancellation);
        await AgreeAsync("at the end", truth, pages, cancellation);
        await watched.CancelAsync();
        await watching;
        await circuits.CloseAsync(diary);
        pages.ForEach(it => it.Dispose());
        return Look(new() { Acts = book.Acts, Struck = troubles.Struck, Compared = truth.Compared, Records = records, Intents = intents, Circuits = circuits.Figures });
    }

    private static IReadOnlyList<string> Runbooks() =>
        [.. Directory.EnumerateFiles(Repository.At("runbooks"), "*.md", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Repository.At("runbooks"), file)[..^3])
            .Where(key => key.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private async Task PlayAsync(Troublemaker troubles, Crowd crowd, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        over.CancelAfter(options.Length);
        var play = new Play(options, world.Fleet, diary);
        var playing = play.GoOnAsync(over.Token);
        var acting = crowd.ActAsync(over.Token);

        // A trouble that was begun is borne to its end: so nothing is left broken, and the others go on meanwhile for no longer than their time.
        await troubles.MakeAsync(over.Token, cancellation);
        await Task.WhenAll(playing, acting);
        await play.StopAsync(cancellation);
        cancellation.ThrowIfCancellationRequested();
    }

    private async Task AgreeAsync(string when, PageTruth truth, List<PageReader> pages, CancellationToken cancellation)
    {
        foreach (var difference in (await Task.WhenAll(pages.Select(it => truth.DifferencesAsync(it, AgreesWithin, cancellation)))).SelectMany(all => all))
        {
            diary.Fault($"{when}: {difference}");
        }

        diary.Tell($"compared  pages with sources, {when}");
    }

    /// <summary>Awaits that everything which was begun is over, and holds memories against records.</summary>
    private async Task<Intents> EndAsync(Crowd crowd, ActBook book, RecordCheck records, CancellationToken cancellation)
    {
        var store = new Store(world.Connection);
        await TryAsync(() => Eventually.GetAsync("every action is in a final state", EndsWithin, () => store.OpenActionsAsync(cancellation), open => open.Count == 0, cancellation));
        foreach (var open in await store.OpenActionsAsync(cancellation))
        {
            diary.Fault($"an action is in no final state: {open}");
        }

        await crowd.EndWalksAsync(await store.OpenWalksAsync(cancellation), cancellation);
        var audit = await store.AuditAsync(cancellation);
        var intents = Intents.Of(audit);
        foreach (var wrong in (IEnumerable<string>)[.. intents.Wrong, .. await records.FindAsync(book.Acts, audit, cancellation), .. await new AuditProof(world).FindAsync(cancellation)])
        {
            diary.Fault(wrong);
        }

        foreach (var act in book.Acts.Where(act => act.Person == Visitor.Viewer && act.Answer is ActAnswer.Done))
        {
            diary.Fault($"{act.Kind} {act.Mark} was done for {act.Person}, who may only look");
        }

        diary.Tell($"looked up {records.Checked} acts, {intents.Begun} intents, {audit.Count} entries of the audit");
        return intents;
    }

    private static async Task TryAsync(Func<Task> wait)
    {
        try
        {
            await wait();
        }
        catch (TimeoutException)
        {
            // What is still open is told one by one.
        }
    }

    /// <summary>What the processes and their logs tell.</summary>
    private Findings Look(Findings found)
    {
        var flat = Flatness.Judge(world.Replicas.SelectMany(replica => replica.Lives), options.Length);
        foreach (var life in flat.Where(life => !life.IsFlat))
        {
            diary.Fault($"replica {life.Life} grew: {life.Early} early, {life.Late} late");
        }

        if (flat.Count == 0)
        {
            diary.Fault("no replica lived long enough for its memory to be judged");
        }

        var surprises = world.Replicas.SelectMany(replica => replica.Log.Surprises.Select(one => $"replica {replica.Name} logged {one.Count} times: {one.What}; the first: {one.First}")).ToList();
        surprises.ForEach(diary.Fault);
        return found with { Flat = flat, Surprises = surprises, Lives = [.. world.Replicas.SelectMany(replica => replica.Lives)] };
    }
}
