namespace OpsConsole.Remediation;

/// <summary>Where the house wants a ticket for each silence, there must be one.</summary>
internal sealed class TicketGuard() : Guard(new("ticket", "the ticket that is named, and the setting Silences:TicketPattern", null, "none is named though the setting asks for one"))
{
    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene)
    {
        var ticket = SilenceTicket.Of(scene.Call.Parameters);
        return ticket is not null ? Pass(scene, "It names its ticket", ticket)
            : scene.TicketPattern is { } pattern ? Block(scene, "It needs a ticket", $"one that looks like {pattern}")
            : Pass(scene, "No ticket is asked for", "the setting Silences:TicketPattern is not set");
    }
}
