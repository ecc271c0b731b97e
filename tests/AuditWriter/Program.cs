using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Storage;

// A process that does nothing but record, so that tests can run two of them and kill one: each acknowledged entry is a line of its output.
if (args is not [var dialect, var place, var folder, var writers, var each, var prefix])
{
    Console.Error.WriteLine("usage: OpsConsole.AuditWriter sqlite|postgresql PLACE FOLDER WRITERS ENTRIES PREFIX");
    return 2;
}

const int Burst = 25;
var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Storage:Folder", folder)]).Build();
await using var database = dialect == "sqlite" ? Database.Sqlite(place) : Database.PostgreSql(place);
await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton(database).AddAudit(configuration).BuildServiceProvider();
var record = services.GetRequiredService<IAuditLog>();
var failed = 0;
await Task.WhenAll(Enumerable.Range(0, int.Parse(writers, CultureInfo.InvariantCulture)).Select(writer => Task.Run(() => WriteAsync(writer))));
return failed == 0 ? 0 : 1;

async Task WriteAsync(int writer)
{
    foreach (var burst in Enumerable.Range(0, int.Parse(each, CultureInfo.InvariantCulture)).Chunk(Burst))
    {
        await Task.WhenAll(burst.Select(number => AppendAsync($"{prefix}-{writer}-{number}")));
    }
}

async Task AppendAsync(string target)
{
    var happened = new AuditEvent { Actor = Person.Console, Action = "test", Stage = AuditStage.Succeeded, System = "alpha", Target = target };
    var recorded = await record.AppendAsync(happened, CancellationToken.None);
    if (recorded.IsOk)
    {
        Console.WriteLine($"{recorded.Value.Sequence} {target}");
    }
    else
    {
        Interlocked.Increment(ref failed);
        Console.Error.WriteLine(recorded.Explanation);
    }
}
