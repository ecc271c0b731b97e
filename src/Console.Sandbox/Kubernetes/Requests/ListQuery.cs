using System.Globalization;
using OpsConsole.Sandbox.Kubernetes.Selectors;

namespace OpsConsole.Sandbox.Kubernetes.Requests;

/// <summary>The query of a list or watch, read once and refused with the server's words.</summary>
internal sealed record ListQuery
{
    public string? ResourceVersion { get; private init; }

    public string? Match { get; private init; }

    public bool Bookmarks { get; private init; }

    /// <summary>Null when nothing was said about it.</summary>
    public bool? InitialEvents { get; private init; }

    public long Limit { get; private init; }

    public string? Continue { get; private init; }

    public TimeSpan? Timeout { get; private init; }

    public LabelSelector Labels { get; private init; } = LabelSelector.Everything;

    public FieldSelector Fields { get; private init; } = FieldSelector.Everything;

    public bool Selects => Labels.Terms.Count + Fields.Terms.Count > 0;

    public long Version => ResourceVersion is null ? 0 : long.Parse(ResourceVersion, CultureInfo.InvariantCulture);

    public bool Fits(StoredObject it) => Labels.Fits(it) && Fields.Fits(it);

    public static (ListQuery? Query, ApiStatus? Refusal) Read(ResourceKind kind, IQueryCollection query, bool watch)
    {
        foreach (var field in (ReadOnlySpan<string>)["limit", "timeoutSeconds"])
            if (Text(query, field) is { } text && !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                return (null, ApiStatus.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax"));
        var (labels, badLabels) = LabelSelectorReader.Read(Text(query, "labelSelector") ?? "");
        var (fields, badFields) = FieldSelector.Read(kind, Text(query, "fieldSelector") ?? "");
        if ((badLabels ?? badFields) is { } unreadable) return (null, unreadable);
        var read = new ListQuery
        {
            ResourceVersion = Text(query, "resourceVersion"),
            Match = Text(query, "resourceVersionMatch"),
            Bookmarks = IsTrue(query["allowWatchBookmarks"].ToString()),
            InitialEvents = query.ContainsKey("sendInitialEvents") ? IsTrue(query["sendInitialEvents"].ToString()) : null,
            Limit = Number(query, "limit"),
            Continue = Text(query, "continue"),
            Timeout = Number(query, "timeoutSeconds") is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null,
            Labels = labels!,
            Fields = fields!,
        };
        return read.Refuse(watch) is { } refusal ? (null, refusal) : (read, null);
    }

    public static bool IsTrue(string text) => text is "true" or "1" or "True" or "TRUE" or "t";

    private ApiStatus? Refuse(bool watch)
    {
        var causes = new List<Cause>();
        if (watch && InitialEvents == true && Match != "NotOlderThan")
            causes.Add(Forbidden("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
        if (watch && InitialEvents == true && Match is not (null or "NotOlderThan"))
            causes.Add(new("FieldValueNotSupported", $"Unsupported value: \"{Match}\": supported values: \"NotOlderThan\"", "resourceVersionMatch"));
        if (watch && InitialEvents is null && Match is not null)
            causes.Add(Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
        if (!watch && Match is not null && ResourceVersion is null)
            causes.Add(Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided"));
        if (!watch && Match is not (null or "Exact" or "NotOlderThan"))
            causes.Add(new("FieldValueNotSupported", $"Unsupported value: \"{Match}\": supported values: \"Exact\", \"NotOlderThan\"", "resourceVersionMatch"));
        if (!watch && InitialEvents is not null) causes.Add(Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
        if (causes.Count > 0) return ApiStatus.InvalidOptions("ListOptions", [.. causes]);
        if (ResourceVersion is null) return null;
        if (Continue is not null && ResourceVersion != "0") return ApiStatus.BadRequest("specifying resource version is not allowed when using continue");
        if (long.TryParse(ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out _)) return null;
        var notANumber = ApiStatus.NotANumber(ResourceVersion);
        return watch ? notANumber : ApiStatus.BadRequest($"invalid resource version: {notANumber.Message}");
    }

    private static Cause Forbidden(string field, string why) => new("FieldValueForbidden", $"Forbidden: {why}", field);

    private static long Number(IQueryCollection query, string field) =>
        Text(query, field) is { } text ? long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;

    private static string? Text(IQueryCollection query, string field) => query[field].ToString() is { Length: > 0 } text ? text : null;
}
