using OpsConsole.Alerts;
using OpsConsole.Live;

namespace OpsConsole.Tests.Host;

/// <summary>An acknowledgement of which everything is known.</summary>
internal static class SomeAcks
{
    /// <summary>Somebody's, for an alert of <see cref="Known"/>.</summary>
    public static Acknowledgement Of(Alert alert, string subject = "ben", string comment = "I look at it") => new()
    {
        Id = "01jdsomebodyhasit000",
        Fingerprint = alert.Fingerprint,
        StartsAt = alert.StartsAt,
        AlertName = alert.Name,
        System = alert.System,
        By = new(subject, $"The {subject}"),
        At = TimeProvider.System.GetUtcNow().AddMinutes(-12),
        Until = TimeProvider.System.GetUtcNow().AddHours(4),
        Comment = comment,
        TakenFrom = new("anna", "Anna Ek"),
    };

    /// <summary>Has it on the live state.</summary>
    public static void See(LiveState live, params Acknowledgement[] all) => live.Acknowledgements.Observed(new AckBoard([.. all.Length > 0 ? all : [Of(Known.Alert())]]));
}
