using System.Globalization;
using System.Net;
using System.Text;
using OpsConsole.Sandbox.Fleet;
using OpsConsole.Sandbox.Scenarios;

namespace OpsConsole.Sandbox.Hosting;

/// <summary>A plain page: every scenario with a button. Works without a script and on a phone.</summary>
internal static class HomePage
{
    private const string Style = """
        :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
        body { margin: 0 auto; max-width: 60rem; padding: 1rem; }
        header p { border-left: .25rem solid #d97706; padding-left: .75rem; }
        article { border-top: 1px solid #8884; display: grid; gap: .25rem 1rem; grid-template-columns: 1fr auto; padding: .75rem 0; }
        article h3 { font-size: 1rem; margin: 0; } article p { margin: 0; overflow-wrap: anywhere; } small { opacity: .75; }
        article.running { background: #d9770622; padding-inline: .75rem; }
        button { font: inherit; min-height: 2.75rem; min-width: 5rem; }
        """;

    public static void MapHome(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/", (HttpContext http, ScenarioBoard board, IReadOnlyList<SystemDescription> fleet) =>
        {
            http.Response.Headers.ContentSecurityPolicy =
                "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
            return Results.Content(Page(board.List(), fleet), "text/html; charset=utf-8");
        });

    private static string Page(IReadOnlyList<ScenarioRow> rows, IReadOnlyList<SystemDescription> fleet)
    {
        var html = new StringBuilder($"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Sandbox scenarios</title><style>{Style}</style></head><body>
            <header><h1>Scenarios</h1><p><strong>This is a sandbox: simulated systems.</strong> Nothing here touches a real one.</p>
            {Form("/scenarios/stop-all", "Stop all")}</header>

            """);
        foreach (var system in fleet.Where(s => s.Scenarios.Count > 0))
        {
            html.Append(CultureInfo.InvariantCulture, $"<section><h2>{Text(system.Title)}</h2>\n");
            foreach (var row in rows.Where(r => r.System == system.System)) html.Append(Article(row));
            html.Append("</section>\n");
        }
        return html.Append("</body></html>\n").ToString();
    }

    private static string Article(ScenarioRow row)
    {
        var runs = row.Since is not null;
        var expected = row.Alert is null ? "no alert expected"
            : string.Create(CultureInfo.InvariantCulture, $"{row.Alert} fires after about {row.Minutes:0.#} min");
        var since = row.Since is { } at ? $" · running since {at:HH:mm:ss} UTC" : "";
        return $"""
            <article id="{Text(row.Id)}" class="{row.State}"><div><h3>{Text(row.Title)}</h3><p>{Text(row.Does)}</p>
            <small>{Text(row.Id)} · {Text(expected)}{since}</small></div>
            {Form($"/scenarios/{row.Id}/{(runs ? "stop" : "start")}", runs ? "Stop" : "Start", row.Title)}</article>

            """;
    }

    // An empty hidden field, because a form without fields is sent without a content type by some clients.
    private static string Form(string action, string verb, string? what = null) =>
        $"<form method=\"post\" action=\"{Text(action)}\"><input type=\"hidden\" name=\"from\" value=\"page\">"
        + $"<button{(what is null ? "" : $" aria-label=\"{verb}: {Text(what)}\"")}>{verb}</button></form>";

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
