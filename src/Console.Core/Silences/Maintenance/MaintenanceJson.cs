using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using OpsConsole.Alerts;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Silences;

/// <summary>A window as it is stored, but for what is searched by.</summary>
internal sealed record WindowBody(
    string Name, string? System, string Matchers, string? Cron, DateTimeOffset? From, TimeSpan Duration, string Zone, string Comment, string? Ticket,
    WindowPerson MadeBy, WindowPerson ChangedBy)
{
    /// <summary>Of a window.</summary>
    public static WindowBody Of(MaintenanceWindow window)
    {
        var (plan, times) = (window.Plan, window.Plan.Times);
        return new(plan.Name, plan.System, MatcherList.Write(plan.Matchers), times.Cron, times.From, times.Duration, times.Zone.Id, plan.Comment, plan.Ticket, window.MadeBy, window.ChangedBy);
    }

    /// <summary>As it was; with why it can't be read any more, which must not hide the other windows: a zone that this machine does not know.</summary>
    public (WindowPlan Plan, string? Unreadable) AsPlan()
    {
        var zone = ZoneClock.Find(Zone);
        var matchers = Matchers.Length == 0 ? ImmutableArray<Matcher>.Empty : MatcherList.Read(Matchers);
        var isRead = zone.IsOk && matchers.IsOk;
        var times = isRead ? WindowTimes.Stored(Cron, From, Duration, zone.Value) : WindowTimes.Stored(null, null, Duration, TimeZoneInfo.Utc);
        return (new WindowPlan(Name, System, matchers.IsOk ? matchers.Value : [], times, Comment) { Ticket = Ticket }, isRead ? null : $"it can't be read: {zone.Problems.AddRange(matchers.Problems)[0]}");
    }
}

/// <summary>What was done about an occurrence, as it is stored.</summary>
internal sealed record RunBody(
    ImmutableSortedDictionary<string, HeldSilence> Silences, string? Problem, DateTimeOffset? ProblemSince, string? Says, string Name, int? Matched, DateTimeOffset? EndedAt = null)
{
    /// <summary>Of an occurrence.</summary>
    public static RunBody Of(WindowRun run) => new(run.Silences, run.Problem, run.ProblemSince, run.Says, run.Name, run.Matched, run.EndedAt);
}

/// <summary>Reads and writes what is kept as JSON in the rows: escaped, every character can be kept.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata, IgnoreReadOnlyProperties = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WindowBody))]
[JsonSerializable(typeof(RunBody))]
internal sealed partial class MaintenanceJson : JsonSerializerContext
{
    /// <summary>Reads what a row holds.</summary>
    /// <exception cref="StorageException">It is damaged.</exception>
    public static T Read<T>(string id, string json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw Damaged(id);
        }
        catch (JsonException)
        {
            throw Damaged(id);
        }
    }

    private static StorageException Damaged(string id) => new(StorageFault.Corrupt, $"The maintenance window {id} can't be read: its row is damaged.");
}
