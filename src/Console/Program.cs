using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Api;
using OpsConsole.Audit;
using OpsConsole.Changes;
using OpsConsole.Commands;
using OpsConsole.Health;
using OpsConsole.Hosting;
using OpsConsole.Hubs;
using OpsConsole.Incidents;
using OpsConsole.Live;
using OpsConsole.Overview;
using OpsConsole.Pages.Alerts.Noise;
using OpsConsole.Pages.Audit;
using OpsConsole.Pages.Incidents.Reviews;
using OpsConsole.Pages.Systems.Panels;
using OpsConsole.Pages.Walls;
using OpsConsole.Panels;
using OpsConsole.Remediation;
using OpsConsole.Runbooks;
using OpsConsole.SignIn;
using OpsConsole.SignIn.Oidc;
using OpsConsole.SignIn.Proxy;
using OpsConsole.Silences;
using OpsConsole.Slo;
using OpsConsole.Sources;
using OpsConsole.Storage;
using OpsConsole.Storage.Keys;
using OpsConsole.Systems;
using OpsConsole.Telemetry;
using OpsConsole.Upstream;
using OpsConsole.Upstream.Notifiers;
using OpsConsole.Walls;

if (Commands.Find(args) is { } command)
{
    return await command.RunAsync(Console.Out, CancellationToken.None);
}

var begun = Startup.Begin(args);                     // settings, logs, where to listen
if (!begun.IsOk)
{
    return Startup.Refuse(begun.Problems);           // by name, before anything listens
}

var builder = begun.Value;
var root = builder.Environment.ContentRootPath;
builder.Services.AddSingleton(TimeProvider.System).AddSingleton<LiveState>()
    .AddUpstreams(builder.Configuration)             // what we talk to
    .AddSystems(builder.Configuration)               // what we know
    .AddAlerts(builder.Configuration).AddSilences(builder.Configuration).AddBoards(builder.Configuration).AddSources().AddOverview().AddOwnRights()
    .AddStorage(builder.Configuration, root).AddStoredDataProtection(root).AddAlertHistory().AddAcknowledgements()    // what survives us
    .AddAudit(builder.Configuration).AddAuditAnchors().AddObservedChanges().AddDeadMansSwitches(builder.Configuration).AddNoise()   // what is on record
    .AddAccess(builder.Configuration).AddActionPolicies()                                       // who may
    .AddSignIn(builder.Configuration).AddOidcSignIn(builder.Configuration).AddProxySignIn(builder.Configuration)   // who asks
    .AddRemediation(builder.Configuration)                                                      // what is done, in ten stages
    .AddRoutingTrees().AddTestAlerts().AddWalls().AddHappenings()                                               // what hangs on the wall
    .AddChannels(builder.Configuration).AddEscalation(builder.Configuration)                    // who is told
    .AddMaintenance().AddRunbooks().AddIncidents().AddBudgets()                                                             // what is read, and walked together
    .AddHttpDoor(builder.Configuration).AddHooks(builder.Configuration).AddActionsApi()         // who may knock
    .AddHub().AddTelemetry().AddPages(builder.Configuration).AddAuditPage();                                   // who sees it

var app = builder.Build();
if (app.Services.SettingProblems() is { IsEmpty: false } problems)
{
    return Startup.Refuse(problems);
}

if (await app.Services.OpenStorageAsync(CancellationToken.None) is { IsEmpty: false } damage)
{
    return Startup.Refuse(damage);
}

app.WarnOfExposure();
app.UseRequestLog().UseHttpDoor().UseErrorPages();
app.UseSignIn();
app.UseAntiforgery();
app.MapStaticAssets().AllowAnonymous();
app.MapSignIn().MapOidcSignIn().MapPages().MapHub().MapHooks();
app.MapPodLogs().MapAuditExport().MapRunbookImages().MapNoise().MapWalls().MapPanelFiles().MapReviewFiles();     // what is downloaded, and what hangs on the wall
app.MapActionsApi().MapWalkthroughsApi().MapAcknowledgementsApi().MapMaintenanceApi().MapIncidentsApi()
    .MapSloApi().MapQueuesApi().MapPanelsApi();
app.MapHealth().MapMetrics();
await app.RunAsync();
return 0;

/// <summary>The console; visible so that tests can start it as it is.</summary>
internal sealed partial class Program;
