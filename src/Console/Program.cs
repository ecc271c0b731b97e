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

var builder = WebApplication.CreateBuilder(args);
builder.AddConfigurationFile();                      // the file that OPSCONSOLE_CONFIG names, over appsettings.json
builder.WebHost.UseStaticWebAssets();                // also from the build output; nothing to do once published
builder.ListenOnLoopbackByDefault();
if (builder.StartProblems() is { Count: > 0 } problems)
{
    return Startup.Refuse(problems);                 // by name, before anything listens
}

builder.Services.AddSingleton(TimeProvider.System).AddSingleton<LiveState>()
    .AddUpstreams(builder.Configuration)             // what we talk to
    .AddSystems(builder.Configuration)               // what we know
    .AddAlerts(builder.Configuration).AddBoards(builder.Configuration).AddSources().AddOverview()
    .AddHub().AddTelemetry().AddPages(builder.Configuration);   // who sees it

var app = builder.Build();
app.UseRequestLog().UseLocalHostsOnly().UseSecurityHeaders().UseErrorPages();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapPages().MapHub().MapHooks();
app.MapHealth().MapMetrics();
await app.RunAsync();
return 0;
