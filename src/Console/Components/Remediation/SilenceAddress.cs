using OpsConsole.Remediation;

namespace OpsConsole.Components.Remediation;

/// <summary>The form of a silence as an address: <c>silences/new?system=fleet&amp;matchers=...&amp;duration=2h</c>.</summary>
public static class SilenceAddress
{
    /// <summary>The form's page.</summary>
    public const string Page = "silences/new";

    /// <summary>Whether an action is asked for in that form; taking something back is not.</summary>
    /// <param name="request">What is asked.</param>
    public static bool IsForm(ActionRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Kind is "silence-create" or "silence-edit" && request.UndoOf is null;
    }

    /// <summary>The address that asks for it.</summary>
    /// <param name="request">What is asked.</param>
    public static string Of(ActionRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var existing = request.Kind == "silence-edit" ? request.Target[(request.Target.LastIndexOf('/') + 1)..] : null;
        return Of(
            ("system", request.System), ("from", existing), ("at", existing is null ? request.Target : null),
            ("alert", request.Origin.Alert), ("matchers", request.Parameters.GetValueOrDefault("matchers")), ("duration", request.Parameters.GetValueOrDefault("duration")));
    }

    /// <summary>The address with some terms.</summary>
    /// <param name="terms">Names and values; empty ones are left out.</param>
    public static string Of(params ReadOnlySpan<(string Name, string? Value)> terms)
    {
        var written = new List<string>();
        foreach (var (name, value) in terms)
        {
            if (!string.IsNullOrEmpty(value))
            {
                written.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }

        return written.Count == 0 ? Page : $"{Page}?{string.Join('&', written)}";
    }
}
