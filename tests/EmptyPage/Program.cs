using OpsConsole.EmptyPage;

// The smallest interactive page that changes: what the framework itself costs, beside which the console is measured.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(TimeProvider.System).AddSingleton<Tick>().AddHostedService(services => services.GetRequiredService<Tick>());
builder.Services.AddRazorComponents().AddInteractiveServerComponents();
var app = builder.Build();
app.UseAntiforgery();
app.MapGet("/ready", () => "ready");
app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.DisableWebSocketCompression = !builder.Configuration.GetValue("Compress", true));
await app.RunAsync();
