using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Slo;

/// <summary>Objectives for tests that do not care.</summary>
internal static class Any
{
    public static ObjectiveProfile Objective(
        string name = "availability", double target = 0.999, TimeSpan? window = null, bool recorded = true,
        string? bad = "sum(rate(bad[$window]))", string? good = null) =>
        new(name, "Availability", ObjectiveKind.Availability, target, window ?? TimeSpan.FromDays(30), bad, good,
            "sum(rate(all[$window]))", recorded, "requests");
}
