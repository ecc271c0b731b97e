using OpsConsole.Incidents;

namespace OpsConsole.Api;

/// <summary>How long something took, over several incidents.</summary>
internal sealed record SpreadReply(int Count, double? MedianSeconds, double? NinetiethPercentileSeconds)
{
    public static SpreadReply Of(Spread spread) => new(spread.Count, spread.Median?.TotalSeconds, spread.NinetiethPercentile?.TotalSeconds);
}

/// <summary>How long one step took.</summary>
internal sealed record StepTimesReply(SpreadReply All, SpreadReply Day, SpreadReply Night, int LeftOut)
{
    public static StepTimesReply Of(StepTimes step) => new(SpreadReply.Of(step.All), SpreadReply.Of(step.Day), SpreadReply.Of(step.Night), step.LeftOut);
}

/// <summary>The times of one system.</summary>
internal sealed record SystemTimesReply(string? System, int Incidents, int Merged, int StillOpen, int Reopened, StepTimesReply Acknowledge, StepTimesReply Mitigate, StepTimesReply Resolve);

/// <summary>The times of all systems.</summary>
internal sealed record TimesReply(DateTimeOffset Since, DateTimeOffset Until, string Zone, IReadOnlyList<SystemTimesReply> Systems)
{
    public static TimesReply Of(ResponseTimes times) => new(times.Since, times.Until, times.Zone, [.. times.Systems.Select(system => new SystemTimesReply(
        system.System, system.Incidents, system.Merged, system.StillOpen, system.Reopened, StepTimesReply.Of(system.Acknowledge), StepTimesReply.Of(system.Mitigate), StepTimesReply.Of(system.Resolve)))]);
}
