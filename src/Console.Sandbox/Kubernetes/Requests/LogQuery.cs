using System.Globalization;

namespace OpsConsole.Sandbox.Kubernetes.Requests;

/// <summary>What of a container's log is asked for.</summary>
internal sealed record LogQuery
{
    public string? Container { get; private init; }

    public bool Follow { get; private init; }

    public bool Previous { get; private init; }

    public bool Timestamps { get; private init; }

    public long? TailLines { get; private init; }

    public long? LimitBytes { get; private init; }

    public DateTimeOffset? Since { get; private init; }

    public static (LogQuery? Query, ApiStatus? Refusal) Read(string pod, IQueryCollection query, DateTimeOffset now)
    {
        var causes = new List<Cause>();
        foreach (var (field, least) in (ReadOnlySpan<(string, long)>)[("tailLines", 0), ("sinceSeconds", 1), ("limitBytes", 1)])
        {
            if (Text(query, field) is not { } text) continue;
            if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                return (null, ApiStatus.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax"));
            if (number < least)
                causes.Add(new("FieldValueInvalid", $"Invalid value: {number}: must be greater than {(least == 0 ? "or equal to 0" : "0")}", field));
        }
        var time = Text(query, "sinceTime");
        if (time is not null && Text(query, "sinceSeconds") is not null)
            causes.Add(new("FieldValueForbidden", "Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified", "[]"));
        if (causes.Count > 0) return (null, ApiStatus.Invalid("PodLogOptions", pod, "", "PodLogOptions", causes));
        var at = default(DateTimeOffset);
        if (time is not null && !DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out at))
            return (null, ApiStatus.BadRequest($"parsing time \"{time}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{time}\" as \"2006\""));
        return (new()
        {
            Container = Text(query, "container"),
            Follow = ListQuery.IsTrue(query["follow"].ToString()),
            Previous = ListQuery.IsTrue(query["previous"].ToString()),
            Timestamps = ListQuery.IsTrue(query["timestamps"].ToString()),
            TailLines = Number(query, "tailLines"),
            LimitBytes = Number(query, "limitBytes"),
            Since = time is not null ? at : Number(query, "sinceSeconds") is { } seconds ? now.AddSeconds(-seconds) : null,
        }, null);
    }

    private static long? Number(IQueryCollection query, string field) =>
        Text(query, field) is { } text ? long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : null;

    private static string? Text(IQueryCollection query, string field) => query[field].ToString() is { Length: > 0 } text ? text : null;
}
