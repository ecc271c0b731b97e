using OpsConsole.Alerts;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Alerts;

internal static class Catalogs
{
    /// <summary>A catalog of systems that claim alerts by their label.</summary>
    public static SystemCatalog Of(params string[] ids) => new([.. ids.Select(id => System(id, $"system=\"{id}\""))], []);

    public static LoadedSystem System(string id, string claim) => new(
        new SystemProfile { Id = id, Title = $"The {id}", ClaimsAlerts = [claim] }, [Matcher.Parse(claim).Value], $"systems/{id}.yaml");
}
