using OpsConsole.Remediation;

namespace OpsConsole.Api;

/// <summary>What is sent to confirm an action: the request as it was planned, and what its person says to the plan.</summary>
/// <param name="Request">The request.</param>
/// <param name="Confirmation">What they say, still without the key of the header.</param>
internal sealed record ConfirmBody(ActionRequest Request, Confirmation Confirmation);

/// <summary>What a second person says.</summary>
/// <param name="PlanHash">The plan they saw.</param>
/// <param name="Reason">Why.</param>
internal sealed record DecisionBody(string PlanHash, string Reason);

/// <summary>A freeze.</summary>
/// <param name="System">The system's id.</param>
/// <param name="From">Begin; null for now.</param>
/// <param name="To">End.</param>
/// <param name="Reason">Why.</param>
internal sealed record FreezeBody(string System, DateTimeOffset? From, DateTimeOffset To, string Reason);

/// <summary>Reads the bodies. Their names are part of the API: docs/api.md.</summary>
internal static class ActionBodies
{
    /// <summary>A request, to plan it.</summary>
    public static ActionRequest Request(JsonBody body) => new(body.Text("kind"), body.Text("system"), body.Optional("target") ?? string.Empty)
    {
        Parameters = body.Map("parameters"),
        UndoOf = body.Optional("undoOf"),
        Origin = body.Part("from", Origin) ?? new ActionOrigin(ActionDoor.Api),
    };

    /// <summary>A request with its confirmation.</summary>
    public static ConfirmBody Confirm(JsonBody body) => new(Request(body), new Confirmation(body.Text("planHash"))
    {
        Typed = body.Optional("typed"),
        Reason = body.Optional("reason"),
        Override = body.Texts("override"),
        BreakGlass = body.Flag("breakGlass"),
    });

    /// <summary>What a second person says.</summary>
    public static DecisionBody Decision(JsonBody body) => new(body.Text("planHash"), body.Optional("reason") ?? string.Empty);

    /// <summary>A freeze.</summary>
    public static FreezeBody Freeze(JsonBody body)
    {
        var (system, from, to, reason) = (body.Text("system"), body.Time("from"), body.Time("to"), body.Optional("reason") ?? string.Empty);
        if (to is null)
        {
            body.Text("to");
        }

        return new(system, from, to ?? default, reason);
    }

    private static ActionOrigin Origin(JsonBody body) => new(ActionDoor.Api)
    {
        Alert = body.Optional("alert"),
        AlertName = body.Optional("alertName"),
        Runbook = body.Optional("runbook"),
        Incident = body.Optional("incident"),
    };
}
