using OpsConsole.Silences;

namespace OpsConsole.Api;

/// <summary>Reads the bodies. Their names are part of the API: docs/api.md.</summary>
internal static class MaintenanceBodies
{
    /// <summary>A window: with <c>cron</c> it comes again and again, without it runs once.</summary>
    public static MaintenanceDraft Window(JsonBody body)
    {
        var cron = body.Optional("cron");
        return new MaintenanceDraft
        {
            Name = body.Text("name"),
            System = body.Optional("system") ?? string.Empty,
            Matchers = body.Optional("matchers") ?? string.Empty,
            IsRecurring = cron is not null,
            Cron = cron ?? string.Empty,
            Duration = body.Optional("duration") ?? string.Empty,
            From = body.Optional("from") ?? string.Empty,
            To = body.Optional("to") ?? string.Empty,
            Zone = body.Optional("zone") ?? "UTC",
            Comment = body.Text("comment"),
            Ticket = body.Optional("ticket") ?? string.Empty,
        };
    }
}
