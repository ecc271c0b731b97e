using System.Globalization;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>The query of a list or watch, read once and refused with the server's words.</summary>
internal sealed record ListQuery(string? ResourceVersion, string? Match, bool Watch, bool Bookmarks, bool? InitialEvents)
{
    public TimeSpan? Timeout { get; private init; }

    public required ObjectSelector Selector { get; init; }

    public static (ListQuery? Query, ApiStatus? Refusal) Read(IQueryCollection query)
    {
        foreach (var field in (ReadOnlySpan<string>)["limit", "timeoutSeconds"])
            if (query[field].ToString() is { Length: > 0 } text && !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                return (null, ApiStatus.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax"));
        var version = query["resourceVersion"].ToString();
        if (version.Length > 0 && !ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return (null, ApiStatus.NotANumber(version));
        var (selector, refusal) = ObjectSelector.Read(query["labelSelector"].ToString(), query["fieldSelector"].ToString());
        if (refusal is not null) return (null, refusal);
        var match = query["resourceVersionMatch"].ToString();
        var initial = query.ContainsKey("sendInitialEvents") ? IsTrue(query["sendInitialEvents"].ToString()) : (bool?)null;
        if (initial == true && match != "NotOlderThan")
            return (null, ApiStatus.InvalidOptions("ListOptions", new("FieldValueForbidden",
                "Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan", "resourceVersionMatch")));
        var seconds = query["timeoutSeconds"].ToString() is { Length: > 0 } given ? long.Parse(given, CultureInfo.InvariantCulture) : 0;
        return (new(version.Length == 0 ? null : version, match.Length == 0 ? null : match,
            IsTrue(query["watch"].ToString()), IsTrue(query["allowWatchBookmarks"].ToString()), initial)
        {
            Timeout = seconds > 0 ? TimeSpan.FromSeconds(seconds) : null,
            Selector = selector!,
        }, null);
    }

    private static bool IsTrue(string text) => text is "true" or "1" or "True" or "TRUE" or "t";
}

/// <summary>Label and field selectors: equality, inequality and existence, which is what kubectl and the console ask with.</summary>
internal sealed record ObjectSelector(IReadOnlyList<Term> Labels, IReadOnlyList<Term> Fields)
{
    public bool Fits(StoredObject it) => Labels.All(term => term.Fits(it.Text("metadata", "labels", term.Key)))
        && Fields.All(term => term.Fits(it.Text("metadata", term.Key["metadata.".Length..])));

    public static (ObjectSelector? Selector, ApiStatus? Refusal) Read(string labels, string fields)
    {
        var fieldTerms = Terms(fields);
        foreach (var term in fieldTerms)
            if (term.Key is not ("metadata.name" or "metadata.namespace"))
                return (null, ApiStatus.BadRequest(
                    $"\"{term.Key}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""));
        return (new(Terms(labels), fieldTerms), null);
    }

    private static List<Term> Terms(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Term.Parse)];
}

internal sealed record Term(string Key, string? Value, bool Negated)
{
    public bool Fits(string? actual) => (Value is null ? actual is not null : actual == Value) != Negated;

    public static Term Parse(string text)
    {
        if (text.Split("!=", 2) is [var unequal, var other]) return new(unequal.Trim(), other.Trim(), true);
        if (text.Split("=", 2) is [var key, var value]) return new(key.Trim(), value.TrimStart('=').Trim(), false);
        return text.StartsWith('!') ? new(text[1..], null, true) : new(text, null, false);
    }
}
