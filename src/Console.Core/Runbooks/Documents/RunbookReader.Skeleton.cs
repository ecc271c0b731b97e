namespace OpsConsole.Runbooks;

public static partial class RunbookReader
{
    /// <summary>What a runbook looks like that nobody has written yet.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="alert">The alert's name.</param>
    /// <param name="severity">Its severity.</param>
    /// <param name="today">The day.</param>
    public static string Skeleton(string system, string alert, string severity, DateOnly today) =>
        $$$"""
        ---
        title: {{{alert}}}
        system: {{{system}}}
        alerts: [{{{alert}}}]
        severity: {{{severity}}}
        respond_within: 15m
        owner: WHO KEEPS IT RIGHT
        reviewed: {{{today:yyyy-MM-dd}}}
        ---

        ## Symptoms

        What people notice, and what stands still.

        ## Diagnose

        ### Is it really so?

        What to look at, and what each answer means.

        ```promql expect: > 0
        up{namespace="{{ labels.namespace }}"}
        ```

        - If it is not, go to [Is it over?](#over).

        ## Resolve

        ### What mends it

        What to do, and what it costs.

        ## Verify

        ### Is it over? {#over}

        How to see that it worked, and after how long.

        ## Escalate

        When, to whom, and what they need to know.

        ## After

        What to write down.

        """;
}
