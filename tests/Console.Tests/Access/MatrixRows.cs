using OpsConsole.Access;

namespace OpsConsole.Tests.Access;

/// <summary>One address of the console, what it asks for, and a request that tells.</summary>
/// <param name="Method">How it is asked.</param>
/// <param name="Pattern">As it is mapped.</param>
/// <param name="Path">A request to it.</param>
/// <param name="Needs">An action; null for what strangers may reach.</param>
/// <param name="IsPage">For people in a browser, never for a token.</param>
internal sealed record MatrixRow(string Method, string Pattern, string Path, GuardedAction? Needs, bool IsPage = false)
{
    /// <summary>How the request is made.</summary>
    public HttpMethod Verb { get; init; } = Method == "ANY" ? HttpMethod.Get : HttpMethod.Parse(Method);

    /// <summary>What tells it from the others.</summary>
    public string Key => $"{Method} {Pattern}";
}

/// <summary>Every address that the console has, by hand: one that is missing here fails the test, so that nobody adds a door without saying whose it is.</summary>
internal static class MatrixRows
{
    /// <summary>The system that the narrowed operator is granted.</summary>
    public const string Own = "billing";

    /// <summary>Another one.</summary>
    public const string Other = "ledger";

    /// <summary>Pages.</summary>
    public static IReadOnlyList<MatrixRow> Pages { get; } =
    [
        Page("/", Actions.View), Page("/alerts", Actions.View), Page("/alerts/{Fingerprint}", Actions.View, "/alerts/0123456789abcdef"), Page("/systems", Actions.View),
        Page("/systems/{Id}", Actions.View, $"/systems/{Own}"), Page("/sources", Actions.View), Page("/silences", Actions.View), Page("/silences/new", Actions.View), Page("/me", Actions.View), Page("/audit", Actions.ReadAudit),
        Page("/actions", Actions.View), Page("/actions/new", Actions.View), Page("/actions/{Id}", Actions.View, "/actions/01jd8r4w2k5n7q9s3v6x"),
        Page("/runbooks", Actions.View), Page("/runbooks/write", Actions.View), Page("/runbooks/{Folder}/{Slug}", Actions.View, $"/runbooks/{Own}/disk-full"),
        Page("/slos", Actions.View), Page("/slos/{System}/{Name}", Actions.View, $"/slos/{Own}/availability"),
        Page("/alerts/noise", Actions.View), Page("/alerts/routing", Actions.View), Page("/walls", Actions.View), Page("/handover", Actions.View),
        Page("/walkthroughs/{Id}", Actions.View, "/walkthroughs/01jd8r4w2k5n7q9s3v6x"),
        Page("/maintenance", Actions.View), Page("/maintenance/new", Actions.View), Page("/maintenance/{Id}", Actions.View, "/maintenance/01jd8r4w2k5n7q9s3v6x"),
        Page("/maintenance/{Id}/edit", Actions.View, "/maintenance/01jd8r4w2k5n7q9s3v6x/edit"),
        Page("/incidents", Actions.View), Page("/incidents/new", Actions.View), Page("/incidents/{Id}", Actions.View, "/incidents/01jd8r4w2k5n7q9s3v6x"),
        Page("/queues", Actions.View), Page("/queues/{System}/{Name}", Actions.View, $"/queues/{Own}/due"),
        Page("/reviews", Actions.View), Page("/incidents/{Id}/review", Actions.View, "/incidents/01jd8r4w2k5n7q9s3v6x/review"),
        Page("/sign-in", null), Page("/not-found", null), Page("/error", null),
    ];

    /// <summary>Everything else.</summary>
    public static IReadOnlyList<MatrixRow> Endpoints { get; } =
    [
        new("POST", "/sign-in", "/sign-in", null), new("POST", "/sign-out", "/sign-out", null), new("GET", "/session", "/session", Actions.View, IsPage: true),
        new("GET", "/health/live", "/health/live", null), new("GET", "/health/ready", "/health/ready", null),
        new("GET", "/health/detailed", "/health/detailed", null), new("GET", "/metrics", "/metrics", null),
        new("POST", "/hooks/alertmanager", "/hooks/alertmanager", null), new("POST", "/hooks/alertmanager/events", "/hooks/alertmanager/events", null),
        new("GET", "/systems/{id}/pods/{ns}/{pod}/log", $"/systems/{Own}/pods/a/b/log?container=c", Actions.ReadLogs),
        new("GET", "/api/v1/slos/", "/api/v1/slos", Actions.View), new("GET", "/api/v1/slos/{system}/{name}", $"/api/v1/slos/{Own}/availability", Actions.View),
        new("GET", "/api/v1/slos/{system}/{name}/history.csv", $"/api/v1/slos/{Own}/availability/history.csv", Actions.View),
        new("GET", "/api/v1/slos/{system}/{name}/periods.csv", $"/api/v1/slos/{Own}/availability/periods.csv", Actions.View),
        new("GET", "/systems/{id}/panel.csv", $"/systems/{Own}/panel.csv?panel=none", Actions.View), new("GET", "/systems/{id}/panel.svg", $"/systems/{Own}/panel.svg?panel=none", Actions.View),
        new("GET", "/api/v1/systems/{id}/panels", $"/api/v1/systems/{Own}/panels", Actions.View),
        new("GET", "/alerts/noise.csv", "/alerts/noise.csv", Actions.View), new("GET", "/wall/{name}", "/wall/none", Actions.View), new("GET", "/wall/{name}/now", "/wall/none/now", Actions.View),
        new("GET", "/runbook-files/{folder}/{name}", $"/runbook-files/{Own}/none.png", Actions.View),
        new("GET", "/audit/export.jsonl", "/audit/export.jsonl?text=nothing", Actions.ExportAudit), new("GET", "/audit/export.csv", "/audit/export.csv?text=nothing", Actions.ExportAudit),
        new("POST", "/api/v1/actions/plan", "/api/v1/actions/plan", Actions.View), new("POST", "/api/v1/actions/", "/api/v1/actions", Actions.View),
        new("GET", "/api/v1/actions/", "/api/v1/actions", Actions.View), new("GET", "/api/v1/actions/{run}", "/api/v1/actions/0a", Actions.View),
        new("GET", "/api/v1/actions/{run}/plan", "/api/v1/actions/0a/plan", Actions.View),
        new("POST", "/api/v1/actions/{run}/approve", "/api/v1/actions/0a/approve", Actions.View), new("POST", "/api/v1/actions/{run}/refuse", "/api/v1/actions/0a/refuse", Actions.View),
        new("POST", "/api/v1/actions/{run}/withdraw", "/api/v1/actions/0a/withdraw", Actions.View), new("POST", "/api/v1/actions/{run}/begin", "/api/v1/actions/0a/begin", Actions.View),
        new("GET", "/api/v1/freezes/", "/api/v1/freezes", Actions.View), new("POST", "/api/v1/freezes/", "/api/v1/freezes", Actions.View),
        new("DELETE", "/api/v1/freezes/{freeze}", "/api/v1/freezes/0a", Actions.View),
        new("GET", "/api/v1/walkthroughs/", "/api/v1/walkthroughs", Actions.View), new("POST", "/api/v1/walkthroughs/", "/api/v1/walkthroughs", Actions.View),
        new("GET", "/api/v1/walkthroughs/{walk}", "/api/v1/walkthroughs/0a", Actions.View),
        new("POST", "/api/v1/walkthroughs/{walk}/steps/{step}", "/api/v1/walkthroughs/0a/steps/look", Actions.View),
        new("POST", "/api/v1/walkthroughs/{walk}/notes", "/api/v1/walkthroughs/0a/notes", Actions.View), new("POST", "/api/v1/walkthroughs/{walk}/end", "/api/v1/walkthroughs/0a/end", Actions.View),
        new("GET", "/api/v1/acknowledgements/", "/api/v1/acknowledgements", Actions.View), new("POST", "/api/v1/acknowledgements/", "/api/v1/acknowledgements", Actions.View),
        new("DELETE", "/api/v1/acknowledgements/", "/api/v1/acknowledgements?alert=0a", Actions.View),
        new("GET", "/api/v1/maintenance/", "/api/v1/maintenance", Actions.View), new("POST", "/api/v1/maintenance/", "/api/v1/maintenance", Actions.View),
        new("GET", "/api/v1/maintenance/{window}", "/api/v1/maintenance/0a", Actions.View), new("POST", "/api/v1/maintenance/{window}/end", "/api/v1/maintenance/0a/end", Actions.View),
        new("DELETE", "/api/v1/maintenance/{window}", "/api/v1/maintenance/0a", Actions.View),
        new("GET", "/api/v1/queues/", "/api/v1/queues", Actions.View), new("GET", "/api/v1/queues/{system}/{queue}", $"/api/v1/queues/{Own}/due", Actions.View),
        new("GET", "/api/v1/incidents/", "/api/v1/incidents", Actions.View), new("POST", "/api/v1/incidents/", "/api/v1/incidents", Actions.View),
        new("GET", "/api/v1/incidents/times", "/api/v1/incidents/times", Actions.View), new("GET", "/api/v1/incidents/{incident}", "/api/v1/incidents/0a", Actions.View),
        new("GET", "/api/v1/incidents/{incident}/review", "/api/v1/incidents/0a/review", Actions.View), new("POST", "/api/v1/incidents/{incident}/review", "/api/v1/incidents/0a/review", Actions.View),
        new("GET", "/api/v1/incidents/{incident}/review/sections/{section}", "/api/v1/incidents/0a/review/sections/lessons", Actions.View),
        new("POST", "/api/v1/incidents/{incident}/review/sections/{section}", "/api/v1/incidents/0a/review/sections/lessons", Actions.View),
        new("POST", "/api/v1/incidents/{incident}/review/items", "/api/v1/incidents/0a/review/items", Actions.View),
        new("GET", "/api/v1/reviews/", "/api/v1/reviews", Actions.View), new("POST", "/api/v1/reviews/items/{item}", "/api/v1/reviews/items/0a", Actions.View),
        new("POST", "/api/v1/reviews/items/{item}/close", "/api/v1/reviews/items/0a/close", Actions.View), new("GET", "/incidents/{incident}/review.md", "/incidents/0a/review.md", Actions.View),
        new("GET", "/api/v1/handover", "/api/v1/handover", Actions.View),
        .. new[] { "acknowledge", "mitigate", "close", "reopen", "merge", "lead", "class", "notes", "links" }
            .Select(deed => new MatrixRow("POST", $"/api/v1/incidents/{{incident}}/{deed}", $"/api/v1/incidents/0a/{deed}", Actions.View)),
        new("POST", "/api/v1/incidents/{incident}/notes/{number:int}", "/api/v1/incidents/0a/notes/1", Actions.View),
        new("DELETE", "/api/v1/incidents/{incident}/links/{kind}/{target}", "/api/v1/incidents/0a/links/alert/0a", Actions.View),
        new("ANY", "/hubs/live/negotiate", "/hubs/live/negotiate?negotiateVersion=1", Actions.View) { Verb = HttpMethod.Post }, new("ANY", "/hubs/live", "/hubs/live", Actions.View),
    ];

    private static MatrixRow Page(string pattern, GuardedAction? needs, string? path = null) => new("GET", pattern, path ?? pattern, needs, IsPage: true);
}
