using System.Diagnostics;
using System.Globalization;
using OpsConsole.Soak.Pages;

namespace OpsConsole.Soak.Troubles;

/// <summary>
/// Makes one trouble after the other: strikes, waits until every page says so, holds on a while, mends, and waits until every page agrees with the sources again.
/// Each round strikes every upstream once, in an order that chance gives.
/// </summary>
/// <param name="options">The run.</param>
/// <param name="book">What can go wrong.</param>
/// <param name="pages">The replicas' pages.</param>
/// <param name="truth">Compares them.</param>
/// <param name="diary">Told of all of it.</param>
internal sealed class Troublemaker(SoakOptions options, TroubleBook book, IReadOnlyList<PageReader> pages, PageTruth truth, Diary diary)
{
    // The longest freshness bound of a section that is asked about is 60 s; the rest is the machine's.
    private static readonly TimeSpan SaidWithin = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan AgreedWithin = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Random chance = options.ChanceFor("troubles");
    private readonly List<(string Upstream, double Said, double Agreed)> struck = [];

    /// <summary>Each trouble: whom it struck, after how many seconds all pages said so, and after how many they agreed with the sources again.</summary>
    public IReadOnlyList<(string Upstream, double Said, double Agreed)> Struck => struck;

    /// <summary>Makes trouble until it is over; what was struck is mended before it returns.</summary>
    /// <param name="over">No more trouble after this.</param>
    /// <param name="cancellation">Ends everything at once.</param>
    public async Task MakeAsync(CancellationToken over, CancellationToken cancellation)
    {
        while (true)
        {
            var round = book.ByUpstream.ToArray();
            chance.Shuffle(round);
            foreach (var kinds in round)
            {
                var trouble = kinds[chance.Next(kinds.Count)];
                var (calm, hold) = (Chosen(8, 15, 10, 40), Chosen(4, 8, 5, 25));
                await Task.Delay(calm, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (over.IsCancellationRequested)
                {
                    return;
                }

                await BearAsync(trouble, hold, cancellation);
            }
        }
    }

    private async Task BearAsync(Trouble trouble, TimeSpan hold, CancellationToken cancellation)
    {
        var witnesses = pages.Where(it => it.Replica != trouble.Victim?.Name).ToList();
        await Task.WhenAll(witnesses.Select(it => book.Signs.RememberAsync(it, cancellation)));
        diary.Tell($"strike    {trouble}", $"{trouble.Upstream} {trouble.How}");
        await trouble.StrikeAsync();
        var begun = Stopwatch.GetTimestamp();
        using var mending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var lies = Task.WhenAll(witnesses.Select(it => HearLieAsync(it, trouble, mending.Token)));
        await Task.WhenAll(witnesses.Select(it => SaidAsync(it, trouble, cancellation)));
        var said = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        await Task.Delay(hold, cancellation);
        foreach (var witness in witnesses)
        {
            if (await MissingAsync(witness, trouble, cancellation) is { } forgotten)
            {
                diary.Fault($"{witness.Replica}: in the middle of it, {trouble}, and {forgotten}");
            }
        }

        await mending.CancelAsync();
        await lies;
        await trouble.MendAsync(cancellation);
        var mended = Stopwatch.GetTimestamp();
        diary.Tell(string.Create(CultureInfo.InvariantCulture, $"mend      {trouble.Upstream}: pages said so after {said:0.0} s"));
        foreach (var difference in (await Task.WhenAll(pages.Select(it => truth.DifferencesAsync(it, AgreedWithin, cancellation)))).SelectMany(all => all))
        {
            diary.Fault($"after {trouble.Upstream} was mended: {difference}");
        }

        var agreed = Stopwatch.GetElapsedTime(mended).TotalSeconds;
        diary.Tell(string.Create(CultureInfo.InvariantCulture, $"agree     after {trouble.Upstream}: pages and sources after {agreed:0.0} s"));
        struck.Add((trouble.Upstream, said, agreed));
    }

    private async Task SaidAsync(PageReader witness, Trouble trouble, CancellationToken cancellation)
    {
        for (var begun = Stopwatch.GetTimestamp(); await MissingAsync(witness, trouble, cancellation) is { } missing;)
        {
            if (Stopwatch.GetElapsedTime(begun) > SaidWithin)
            {
                diary.Fault($"{witness.Replica}: {trouble} for {SaidWithin.TotalSeconds:0} s, and {missing}");
                return;
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    private async Task HearLieAsync(PageReader witness, Trouble trouble, CancellationToken mending)
    {
        while (trouble.Lie is { } lie && !mending.IsCancellationRequested)
        {
            try
            {
                if (await lie(witness, mending) is { } told)
                {
                    diary.Fault($"{witness.Replica}: while {trouble}, {told}");
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                // That no page comes at all is found by who waits for the signs.
            }

            await Task.Delay(Pause, mending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<string?> MissingAsync(PageReader witness, Trouble trouble, CancellationToken cancellation)
    {
        try
        {
            return await trouble.Sign(witness, cancellation);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return $"no page came: {e.Message}";
        }
    }

    private TimeSpan Chosen(int least, int most, int leastOfLong, int mostOfLong) =>
        TimeSpan.FromMilliseconds(options.IsShort ? chance.Next(least * 1000, most * 1000) : chance.Next(leastOfLong * 1000, mostOfLong * 1000));
}
