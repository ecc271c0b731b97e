using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Live;
using OpsConsole.Storage;
using OpsConsole.Upstream;

namespace OpsConsole.Silences;

/// <summary>
/// Puts it on record when a silence appears, changes or ends, whoever made it with whatever tool. What was recorded last is read from the
/// record itself, so that a restart repeats nothing.
/// </summary>
/// <param name="sources">The Alertmanagers.</param>
/// <param name="reader">What is on record.</param>
/// <param name="audit">The record.</param>
/// <param name="log">The log.</param>
internal sealed class SilenceRecord(IEnumerable<ISilenceSource> sources, IAuditReader reader, IAuditLog audit, ILogger<SilenceRecord> log)
{
    /// <summary>The action of the entries.</summary>
    public const string Action = "silence-seen";

    private const string State = "state";

    // What ended since the round before is among the newest of those that are over.
    private const int MostExpired = 1000;
    private const int LongestText = 1000;
    private readonly Dictionary<string, ImmutableSortedDictionary<string, string>> last = new(StringComparer.Ordinal);

    /// <summary>Forgets what it knows: another replica may have recorded meanwhile.</summary>
    public void Forget() => last.Clear();

    /// <summary>Asks every Alertmanager once. One that does not answer is left for the next round.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The record does not answer.</exception>
    public async Task LookAsync(CancellationToken cancellation)
    {
        foreach (var source in sources)
        {
            try
            {
                await LookAsync(source.Name, (await source.LatestAsync(MostExpired, cancellation).ConfigureAwait(false)).Silences, cancellation).ConfigureAwait(false);
            }
            catch (UpstreamException)
            {
                // The page of the sources says so.
            }
        }
    }

    private async Task LookAsync(string source, ImmutableArray<Silence> silences, CancellationToken cancellation)
    {
        foreach (var silence in silences)
        {
            await TellAsync($"{source}/{silence.Id}", Facts(silence), cancellation).ConfigureAwait(false);
        }

        // Alertmanager forgets ended ones after some days; one that was in force and is not there was taken away with its data.
        var here = silences.Select(silence => $"{source}/{silence.Id}").ToHashSet(StringComparer.Ordinal);
        foreach (var target in last.Keys.Where(target => target.StartsWith($"{source}/", StringComparison.Ordinal) && !here.Contains(target)).ToList())
        {
            if (last[target].GetValueOrDefault(State) is "active" or "pending")
            {
                await TellAsync(target, last[target].SetItem(State, "gone"), cancellation).ConfigureAwait(false);
            }

            last.Remove(target);
        }
    }

    private async Task TellAsync(string target, ImmutableSortedDictionary<string, string> facts, CancellationToken cancellation)
    {
        if (!last.TryGetValue(target, out var before))
        {
            var page = await reader.ReadAsync(new AuditQuery { Action = Action, Target = target, Size = 1 }, cancellation).ConfigureAwait(false);
            before = page.Entries.FirstOrDefault()?.Parameters;

            // Over before anybody here saw it: that is history, not news.
            if (before is null && facts[State] == "expired")
            {
                last[target] = facts;
                return;
            }
        }

        if (before is not null && before.SequenceEqual(facts))
        {
            last[target] = facts;
            return;
        }

        var recorded = await audit.AppendAsync(
            new AuditEvent { Actor = Person.Console, Action = Action, Stage = AuditStage.Succeeded, Target = target, Parameters = facts }, cancellation).ConfigureAwait(false);
        if (recorded.IsOk)
        {
            last[target] = facts;
        }
        else
        {
            log.SilenceNotRecorded(target, recorded.Explanation);
        }
    }

    private static ImmutableSortedDictionary<string, string> Facts(Silence silence) => new Dictionary<string, string>
    {
        [State] = silence.State.ToString().ToLowerInvariant(),
        ["matchers"] = Cut(string.Join(", ", silence.Matchers.Select(matcher => matcher.ToString()).Concat(silence.Unjudged))),
        ["starts"] = Time(silence.StartsAt),
        ["ends"] = Time(silence.EndsAt),
        ["author"] = Cut(silence.CreatedBy),
        ["comment"] = Cut(silence.Comment),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Cut(string text) => text.Length <= LongestText ? text : $"{text[..LongestText]} (cut)";
}

/// <summary>Looks at the silences again and again, on exactly one replica.</summary>
/// <param name="record">Records them.</param>
/// <param name="runner">Makes it one.</param>
/// <param name="clock">The time.</param>
internal sealed class SilenceWatch(SilenceRecord record, SoleRunner runner, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => runner.RunAsync(
        async (_, ending) =>
        {
            record.Forget();
            await new CollectorLoop(Period, clock).RunAsync(record.LookAsync, ending).ConfigureAwait(false);
        },
        stoppingToken);
}

/// <summary>What the record of silences logs: 7140 to 7149.</summary>
internal static partial class SilenceLog
{
    [LoggerMessage(7140, LogLevel.Error, "Silence {Silence} could not be recorded, and is tried again: {Problem}")]
    public static partial void SilenceNotRecorded(this ILogger log, string silence, string problem);

    [LoggerMessage(7141, LogLevel.Warning, "Silence {Silence}, which lasts until its alerts are over, could not be kept just now: {Problem}")]
    public static partial void SilenceNotKept(this ILogger log, string silence, string problem);
}
