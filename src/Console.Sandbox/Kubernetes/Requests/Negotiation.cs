using OpsConsole.Sandbox.Kubernetes.Representations;

namespace OpsConsole.Sandbox.Kubernetes.Requests;

/// <summary>Which of the forms that a client accepts it gets: the first one that is served here.</summary>
internal static class Negotiation
{
    public static (Representation? Form, ApiStatus? Refusal) Choose(HttpRequest request, ResourceKind kind, bool watch, TimeProvider clock)
    {
        var accepted = Accepted(request).ToList();
        if (accepted.Count == 0) return (new WholeObjects(kind), null);
        foreach (var (media, parameters) in accepted)
        {
            if (media is not ("application/json" or "*/*" or "application/*")) continue;
            var version = parameters.GetValueOrDefault("v", "v1");
            switch (parameters.GetValueOrDefault("as"))
            {
                case null:
                    return (new WholeObjects(kind), null);
                case "Table" when version is "v1" or "v1beta1":
                    return (new TableRows(kind, version, Carries(request), clock), null);
                case "PartialObjectMetadata" or "PartialObjectMetadataList" when version is "v1" or "v1beta1":
                    return (new MetadataOnly(version), null);
            }
        }
        return (null, ApiStatus.NotAcceptable(watch));
    }

    /// <summary>Each media type that a client accepts, with its parameters, in the client's order.</summary>
    public static IEnumerable<(string Media, Dictionary<string, string> Parameters)> Accepted(HttpRequest request) =>
        request.Headers.Accept.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(entry =>
        {
            var parts = entry.Split(';', StringSplitOptions.TrimEntries);
            var parameters = new Dictionary<string, string>();
            foreach (var part in parts[1..])
                if (part.Split('=', 2) is [var name, var value]) parameters[name] = value.Trim('"');
            return (parts[0].ToLowerInvariant(), parameters);
        });

    private static RowObject Carries(HttpRequest request) => request.Query["includeObject"].ToString() switch
    {
        "None" => RowObject.None,
        "Object" => RowObject.Object,
        _ => RowObject.Metadata,
    };
}
