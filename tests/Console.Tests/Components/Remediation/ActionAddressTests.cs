using OpsConsole.Components.Remediation;
using OpsConsole.Remediation;

namespace OpsConsole.Tests.Components.Remediation;

public sealed class ActionAddressTests
{
    private static readonly Uri Console = new("http://console.example/");

    [Fact]
    public void What_an_address_was_made_of_is_read_from_it()
    {
        var asked = new ActionRequest("silence-create", "billing", "main")
        {
            Parameters = KnownPlans.Parameters(("matchers", "alertname=\"A & B\", pod=~\"x+\""), ("duration", "2h")),
            Origin = new ActionOrigin(ActionDoor.Runbook) { Alert = "00aa", Runbook = "billing/down", Incident = "7" },
            UndoOf = "01jd",
        };

        var read = ActionAddress.Read(new Uri(Console, ActionAddress.Of(asked)), fingerprint => fingerprint == "00aa" ? "BillingDown" : null);

        Assert.Equal((asked.Kind, asked.System, asked.Target, asked.UndoOf), (read.Kind, read.System, read.Target, read.UndoOf));
        Assert.Equal(asked.Parameters, read.Parameters);
        Assert.Equal(asked.Origin with { AlertName = "BillingDown" }, read.Origin);
    }

    [Fact]
    public void The_name_of_an_alert_is_never_taken_from_an_address()
    {
        var read = ActionAddress.Read(new Uri(Console, "actions/new?kind=scale&alert=00bb&alertName=Evil"), _ => null);

        Assert.Null(read.Origin.AlertName);
    }

    [Fact]
    public void An_empty_address_asks_for_nothing_in_particular()
    {
        var read = ActionAddress.Read(new Uri(Console, "actions/new"), _ => null);

        Assert.Equal((string.Empty, string.Empty, string.Empty), (read.Kind, read.System, read.Target));
        Assert.Equal(ActionDoor.Page, read.Origin.Door);
    }

    [Fact]
    public void Of_a_flood_of_parameters_a_few_are_read()
    {
        var flood = string.Join('&', Enumerable.Range(0, 500).Select(number => $"p{number}={new string('x', 3)}"));

        Assert.True(ActionAddress.Read(new Uri(Console, $"actions/new?kind=scale&{flood}"), _ => null).Parameters.Count <= 10);
    }
}
