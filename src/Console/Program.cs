using OpsConsole.Alerts;
using OpsConsole.Api;
using OpsConsole.Commands;
using OpsConsole.Health;
using OpsConsole.Hosting;
using OpsConsole.Hubs;
using OpsConsole.Live;
using OpsConsole.Overview;
using OpsConsole.Sources;
using OpsConsole.Systems;
using OpsConsole.Telemetry;
using OpsConsole.Upstream;

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
builder.Services.AddSingleton(TimeProvider.System).AddSingleton<LiveState>()
    .AddUpstreams(builder.Configuration)             // what we talk to
    .AddSystems(builder.Configuration)               // what we know
    .AddAlerts(builder.Configuration).AddBoards(builder.Configuration).AddSources().AddOverview()
    .AddHub().AddTelemetry().AddPages(builder.Configuration);   // who sees it

var app = builder.Build();
if (app.Services.SettingProblems() is { IsEmpty: false } problems)
{
    return Startup.Refuse(problems);
}

app.UseRequestLog().UseSecurityHeaders().UseLocalHostsOnly().UseErrorPages();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapPages().MapHub().MapHooks().MapPodLogs();
app.MapHealth().MapMetrics();
await app.RunAsync();
return 0;

/// <summary>The console; visible so that tests can start it as it is.</summary>
internal sealed partial class Program;
