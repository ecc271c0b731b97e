using OpsConsole.Alerts;

namespace OpsConsole.Hubs;

/// <summary>Who has one alert.</summary>
internal sealed record AckMessage(string Alert, string AlertName, string? System, DateTimeOffset FiringSince, string By, DateTimeOffset At, DateTimeOffset Until, string Comment, string? TakenFrom)
{
    public static IReadOnlyList<AckMessage> Of(AckBoard board) => [.. board.Acknowledgements.Select(Of)];

    private static AckMessage Of(Acknowledgement one) => new(
        one.Fingerprint, one.AlertName, one.System, one.StartsAt, one.By.Name, one.At, one.Until, one.Comment, one.TakenFrom?.Name);
}
