using OpsConsole.Alerts;
using OpsConsole.Metrics;

namespace OpsConsole.Core.Tests.Alerts;

internal static class Some
{
    public static RuleGroup Group(string source, params Alert[] alerts) => new(
        source, "rules.yml", "group", TimeSpan.FromSeconds(15), Any.Noon, TimeSpan.FromMilliseconds(2),
        [new Rule("rule", true, "up == 0", TimeSpan.FromMinutes(1), LabelSet.Empty, LabelSet.Empty, RuleHealth.Ok, null, [.. alerts])]);
}
