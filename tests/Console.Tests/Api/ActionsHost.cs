using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Systems;
using OpsConsole.Tests.Access;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Api;

/// <summary>An answer of the API.</summary>
internal sealed record ApiAnswer(int Status, string? Location, string? MediaType, string Text)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>A member, by its path.</summary>
    public string? this[string path] => path.Split('.').Aggregate(Json, (at, name) => at.GetProperty(name)) is { ValueKind: not JsonValueKind.Null } found ? found.ToString() : null;

    public IEnumerable<string> Errors(string field) => Json.GetProperty("errors").GetProperty(field).EnumerateArray().Select(error => error.GetString()!);
}

/// <summary>
/// The console with people, a real desk behind its API, and an Alertmanager that it changes: silences on billing need a click and a reason, on ledger a second person.
/// </summary>
internal sealed class ActionsHost : IAsyncDisposable
{
    public const string Matchers = "alertname=\"BillingSlow\", system=\"billing\"";

    private const string Grants = """
        grants:
          - {role: viewer, groups: [viewers]}
          - {role: operator, groups: [operators]}
          - {role: approver, groups: [approvers]}
          - {role: admin, groups: [admins]}
          - {role: operator, groups: [billing-team], systems: [billing]}
        """;

    // One firing, however often it is seen.
    private readonly DateTimeOffset begun = DateTimeOffset.UtcNow.AddMinutes(-5);
    private readonly CancellationTokenSource ending = new();
    private readonly Task looking;

    private ActionsHost(StubAlertmanager alertmanager, Action<IServiceCollection>? change)
    {
        Alertmanager = alertmanager;
        People = PeopleHost.StartWith(
            change,
            [("Upstreams:Alertmanager:0:Name", "main"), ("Upstreams:Alertmanager:0:Url", alertmanager.Url), (ConsoleHost.Keep, "ActionBoardWriter")],
            Grants,
            ("vera", ["viewers"]), ("olga", ["operators", "viewers"]), ("piet", ["approvers", "viewers"]), ("anna", ["admins", "operators"]), ("bill", ["billing-team"]), ("both", ["operators", "approvers"]));
        Live.Systems.Observed(Catalog);
        See();
        looking = LookAsync();
    }

    public PeopleHost People { get; }

    public StubAlertmanager Alertmanager { get; }

    private OpsConsole.Live.LiveState Live => People.Console.Live;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static SystemCatalog Catalog { get; } = new([System("billing", ApprovalRule.WhenWarned), System("ledger", ApprovalRule.Always)], []);

    public static async Task<ActionsHost> StartAsync(Action<IServiceCollection>? change = null) => new(await StubAlertmanager.StartAsync(), change);

    /// <summary>Somebody's token, with the roles they have.</summary>
    public Task<(string Name, string Value)> TokenAsync(string name, params Role[] roles) => People.TokenAsync(name, roles.Length > 0 ? roles : name switch
    {
        "vera" => [Role.Viewer],
        "piet" => [Role.Approver],
        "anna" => [Role.Admin, Role.Operator],
        "both" => [Role.Operator, Role.Approver],
        _ => [Role.Operator],
    });

    /// <summary>A silence of billing's slow alert, or of ledger's.</summary>
    public static object Silence(string system = "billing", string duration = "1h") => new
    {
        kind = "silence-create",
        system,
        target = "main",
        parameters = new { matchers = $"alertname=\"{(system == "billing" ? "BillingSlow" : "LedgerSlow")}\", system=\"{system}\"", duration },
    };

    /// <summary>The same, confirmed.</summary>
    public static object Confirmed(string hash, string system = "billing", string reason = "known, a fix is on its way", string? typed = null, string duration = "1h") => new
    {
        kind = "silence-create",
        system,
        target = "main",
        parameters = new { matchers = $"alertname=\"{(system == "billing" ? "BillingSlow" : "LedgerSlow")}\", system=\"{system}\"", duration },
        planHash = hash,
        typed,
        reason,
    };

    public Task<ApiAnswer> GetAsync((string Name, string Value)? who, string path) => SendAsync(HttpMethod.Get, who, path, null);

    public Task<ApiAnswer> PostAsync((string Name, string Value)? who, string path, object? body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, who, path, body is null ? null : JsonContent.Create(body), headers);

    /// <summary>Plans, and confirms what was planned.</summary>
    public async Task<ApiAnswer> DoAsync((string Name, string Value) who, string system = "billing", string? key = null)
    {
        var plan = await PostAsync(who, "actions/plan", Silence(system));
        Assert.True(plan.Status == 200, plan.Text);
        return await PostAsync(who, "actions", Confirmed(plan["hash"]!, system, typed: plan["asks.typed"]), Key(key));
    }

    /// <summary>Follows a run to its end.</summary>
    public async Task<ApiAnswer> EndAsync((string Name, string Value) who, string id)
    {
        var run = await GetAsync(who, $"actions/{id}?wait=60s");
        Assert.True(run.Status == 200 && run["isOver"] == "True", run.Text);
        return run;
    }

    public static (string Name, string Value) Key(string? key = null) => ("Idempotency-Key", key ?? Guid.NewGuid().ToString());

    public async Task<ApiAnswer> SendAsync(HttpMethod method, (string Name, string Value)? who, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(People.Console.Address, $"/api/v1/{path}")) { Content = content };
        using var answer = await People.SendAsync(request, who, false, headers);
        return new((int)answer.StatusCode, answer.Headers.Location?.ToString(), answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await looking;
        ending.Dispose();
        await People.DisposeAsync();
        await Alertmanager.DisposeAsync();
    }

    private static LoadedSystem System(string id, ApprovalRule approval)
    {
        var claim = $"system=\"{id}\"";
        return new(
            new SystemProfile { Id = id, Title = id, ClaimsAlerts = [claim], Actions = [new("silence", []) { Approval = approval, BreakGlassPerDay = 1 }] }, [Matcher.Parse(claim).Value], $"systems/{id}.yaml");
    }

    // As the collectors would: what Alertmanager holds back is held back.
    private async Task LookAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(ending.Token))
            {
                See();
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The test is over.
        }
    }

    private void See() => Live.Alerts.Observed(new AlertBoard([Slow("billing", "BillingSlow", "00000000000000aa"), Slow("ledger", "LedgerSlow", "00000000000000bb")], []));

    private Alert Slow(string system, string name, string fingerprint) => Known.Alert(fingerprint, name, "warning", system) with { StartsAt = begun, SilencedBy = [.. Alertmanager.Active] };
}
