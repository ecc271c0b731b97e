using OpsConsole.Sandbox.History;
using OpsConsole.Sandbox.Hosting;

if (args is ["history", .. var rest]) return await HistoryCommand.RunAsync(rest, TimeProvider.System, Console.Error);
if (SandboxApp.Build(args, TimeProvider.System) is not { } app) return 1;
await app.RunAsync();
return 0;
