using System.Collections.Immutable;
using Microsoft.AspNetCore.WebUtilities;
using OpsConsole.Remediation;

namespace OpsConsole.Components.Remediation;

/// <summary>A guarded action as an address of the console, so that asking for one can be linked: <c>actions/new?kind=scale&amp;system=fleet&amp;target=fleet/worker&amp;replicas=5</c>.</summary>
public static class ActionAddress
{
    private const int MostParameters = 10;
    private const int LongestValue = 2_000;
    private static readonly ImmutableHashSet<string> Known = ["kind", "system", "target", "alert", "runbook", "incident", "undo"];

    /// <summary>The address that asks for an action.</summary>
    /// <param name="request">What is asked.</param>
    public static string Of(ActionRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        (string Name, string? Value)[] terms =
        [
            ("kind", request.Kind), ("system", request.System), ("target", request.Target),
            .. request.Parameters.Select(parameter => (parameter.Key, (string?)parameter.Value)),
            ("alert", request.Origin.Alert), ("runbook", request.Origin.Runbook), ("incident", request.Origin.Incident), ("undo", request.UndoOf),
        ];
        return $"actions/new?{string.Join('&', terms.Where(term => !string.IsNullOrEmpty(term.Value)).Select(term => $"{Uri.EscapeDataString(term.Name)}={Uri.EscapeDataString(term.Value!)}"))}";
    }

    /// <summary>The address of a run.</summary>
    /// <param name="id">Its id.</param>
    public static string OfRun(string id) => $"actions/{Uri.EscapeDataString(id)}";

    /// <summary>Reads an address. Anybody can write one: nothing in it is believed, and the desk checks what is asked as it checks everything.</summary>
    /// <param name="address">The address.</param>
    /// <param name="nameOfAlert">The name of the alert with this fingerprint, as it is reported now; null for none.</param>
    public static ActionRequest Read(Uri address, Func<string, string?> nameOfAlert)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(nameOfAlert);
        var query = QueryHelpers.ParseQuery(address.Query);
        string? Value(string name) => query.TryGetValue(name, out var values) && values is [{ Length: > 0 } first, ..] ? Cut(first) : null;
        var alert = Value("alert");
        var runbook = Value("runbook");
        return new ActionRequest(Value("kind") ?? string.Empty, Value("system") ?? string.Empty, Value("target") ?? string.Empty)
        {
            Parameters = query.Where(term => !Known.Contains(term.Key.ToLowerInvariant())).Take(MostParameters)
                .ToImmutableSortedDictionary(term => Cut(term.Key), term => Cut(term.Value.FirstOrDefault() ?? string.Empty), StringComparer.Ordinal),
            Origin = new ActionOrigin(runbook is null ? ActionDoor.Page : ActionDoor.Runbook)
            {
                Alert = alert,
                AlertName = alert is null ? null : nameOfAlert(alert),
                Runbook = runbook,
                Incident = Value("incident"),
            },
            UndoOf = Value("undo"),
        };
    }

    private static string Cut(string text) => text.Length <= LongestValue ? text : text[..LongestValue];
}
