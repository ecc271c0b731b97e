using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Incidents;
using OpsConsole.Storage;
using OpsConsole.Systems;
using OpsConsole.Tests.Host;
using OpsConsole.World;

namespace OpsConsole.Tests.Pages.Incidents;

/// <summary>The console with a real desk of incidents over its own database; billing is in trouble, and its class 0 is answered within five minutes.</summary>
internal sealed class IncidentsHost : IAsyncDisposable
{
    public const string Script = "<script>alert('x')</script>\"'&";
    public const string Fingerprint = "00000000000000aa";

    /// <summary>Who acts besides the one whose pages are read.</summary>
    public static readonly Person Ada = new("ada", "Ada Ek", ["ops-operators"], SignInMethod.Local);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public IncidentsHost()
    {
        Console = ConsoleHost.Start((ConsoleHost.Keep, "IncidentBoardWriter"));
        Known.InTrouble(Console.Live);
        Console.Live.Systems.Observed(new SystemCatalog(
            [
                new(Known.Billing with { Severities = [new SeverityClass("critical", 0, TimeSpan.FromMinutes(5), null, "lead", ImmutableDictionary<string, TimeSpan>.Empty)] }, [Matcher.Parse("system=\"billing\"").Value], "billing.yaml"),
                new(Known.Search, [], "search.yaml"),
            ], []));
    }

    public ConsoleHost Console { get; }

    public IncidentDesk Desk => Console.Services.GetRequiredService<IncidentDesk>();

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => Console.DisposeAsync();

    /// <summary>Opens one in Ada's name, of billing's alert when not told otherwise.</summary>
    public async Task<Incident> OpenAsync(string title = "Payments fail", int grade = 0, TimeSpan? ago = null, params string[] alerts) => await SeenAsync((await Desk.OpenAsync(
        new NewIncident(title, grade) { Systems = ["billing"], Alerts = [.. alerts.DefaultIfEmpty(Fingerprint)], At = TimeProvider.System.GetUtcNow() - (ago ?? TimeSpan.Zero) }, Ada, Cancellation)).Value);

    /// <summary>Does something to one in Ada's name.</summary>
    public async Task<Incident> DoAsync(Func<IncidentDesk, Person, Task<Result<Incident>>> act) => await SeenAsync((await act(Desk, Ada)).Value);

    /// <summary>Awaits that the live state has it as it is.</summary>
    public async Task<Incident> SeenAsync(Incident incident)
    {
        await Eventually.SoAsync("the board has it", Patience, () => Task.FromResult(Console.Live.Incidents.Current.Value?.Find(incident.Id)?.Incident.Version >= incident.Version), Cancellation);
        return incident;
    }

    /// <summary>Takes the incidents away from under the console, or brings them back.</summary>
    public Task HideAsync(bool isHidden) => Console.Services.GetRequiredService<Database>().WriteAsync(
        work => work.ExecuteAsync(isHidden ? "ALTER TABLE incidents RENAME TO hidden_incidents" : "ALTER TABLE hidden_incidents RENAME TO incidents", null, Cancellation), Cancellation);
}
