using System.Collections.Immutable;
using System.Text.Json;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Incidents;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents.Timelines;

/// <summary>Guarded actions in an incident's timeline.</summary>
public sealed class LinkedActionsTests(Stores stores)
{
    private const string Run = "01jdanactionofada000";
    private static readonly TimelineSpan Always = new(Any.Noon.AddDays(-1), Any.Noon.AddDays(1));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_is_told_by_who_asked_who_agreed_and_what_came_of_it()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, new FakeTime(Any.Noon));
        await StoreAsync(console.Database);
        var incident = await console.OpenedAsync();
        var linked = IncidentWorld.Must(await console.Desk.LinkAsync(incident.Id, LinkKind.Action, Run, IncidentWorld.Ada, Cancellation));
        Assert.Equal(("Scale Deployment pay/api to 3", "alpha", "Ada Ek"), Assert.Single(linked.Links) is var link ? (link.Title, link.System, link.Whose) : default);

        var actions = new LinkedActions(new ActionStore(console.Database, TimeProvider.System));
        Assert.Equal(["Ada Ek asked for: Scale Deployment pay/api to 3"], (await actions.TellAsync(link, Always, Cancellation)).Entries.Select(entry => entry.Sentence));
        await console.Database.WriteAsync(
            work => work.ExecuteAsync(
                "UPDATE actions SET state = 'Succeeded', outcome = 'Worked', says = '3 pods are ready', ended_at = @at, approval = @approval",
                new
                {
                    at = StoredTime.Of(Any.Noon.AddMinutes(4)),
                    approval = JsonSerializer.Serialize(new Approval(IncidentWorld.Olga, Any.Noon.AddMinutes(2), true, "go on"), ActionJson.Default.Approval),
                },
                Cancellation),
            Cancellation);
        var told = await actions.TellAsync(link, Always, Cancellation);
        Assert.Equal(
            [(1, "Ada Ek asked for: Scale Deployment pay/api to 3", "more load"), (2, "Olga Ek agreed to: Scale Deployment pay/api to 3", "go on"), (4, "Scale Deployment pay/api to 3: it worked", "3 pods are ready")],
            told.Entries.Select(entry => ((int)(entry.At - Any.Noon).TotalMinutes, entry.Sentence, entry.Text)));
        Assert.Single((await actions.TellAsync(link, new TimelineSpan(Any.Noon.AddMinutes(3), Any.Noon.AddMinutes(5)), Cancellation)).Entries);
    }

    [Fact]
    public async Task One_that_is_not_kept_any_more_is_told_as_it_was_linked()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var gone = await new LinkedActions(new ActionStore(store.Database, TimeProvider.System)).TellAsync(new IncidentLink(LinkKind.Action, Run, "Scale it", Any.Noon) { Whose = "Ada Ek" }, Always, Cancellation);
        Assert.Equal(("Ada Ek asked for: Scale it", "what became of Scale it is not kept any more"), (Assert.Single(gone.Entries).Sentence, gone.Missing));
    }

    private static Task<bool> StoreAsync(Database database) => database.WriteAsync(
        async work =>
        {
            var confirmed = new ConfirmedAction
            {
                Id = Run,
                Request = new ActionRequest("scale", "alpha", "pay/api"),
                Plan = new ActionPlan
                {
                    Kind = "scale",
                    Title = "Scale Deployment pay/api to 3",
                    System = "alpha",
                    Target = new ActionTarget("Deployment", "east", "pay", "api"),
                    State = new TargetState("uid-1", ImmutableSortedDictionary<string, string>.Empty),
                    GrantedBy = "operator is granted",
                    ActsAs = "the console's own account",
                    Tier = RiskTier.Click,
                    TierBecause = "it can be undone",
                    Verifies = "3 ready pods",
                    VerifyWithin = TimeSpan.FromMinutes(5),
                    At = Any.Noon,
                    Hash = new string('a', 64),
                },
                By = IncidentWorld.Ada,
                At = Any.Noon.AddMinutes(1),
                Reason = "more load",
            };
            await NewRun.InsertAsync(work, confirmed, Any.Noon.AddHours(1), null, null, Cancellation);
            return true;
        },
        Cancellation);
}
