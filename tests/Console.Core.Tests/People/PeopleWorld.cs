using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Live;
using OpsConsole.People;
using OpsConsole.Storage;
using OpsConsole.Storage.Keys;

namespace OpsConsole.Core.Tests.People;

/// <summary>People, rights, record and store as the console puts them together, one per replica; the time stands still until a test moves it.</summary>
internal sealed class PeopleWorld : IAsyncDisposable
{
    public const string Password = "correct horse battery";
    private const string Grants = "grants:\n  - {role: viewer, groups: [ops-viewers]}\n  - {role: operator, groups: [ops-operators]}\n  - {role: admin, groups: [ops-admins]}\n";

    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private readonly TempFolder folder = new();
    private readonly IHost host;

    private PeopleWorld(string? postgres, string? sqliteFolder, FakeTime? clock, Action<IServiceCollection>? change, (string Name, string Value)[] settings)
    {
        Clock = clock ?? new FakeTime(Noon);
        Folder = sqliteFolder ?? folder.Path;
        AccessFile = folder.Write("access.yaml", Grants);
        Editor = new UserEditor(UsersPath, Clock);
        Write(User("anna", "ops-operators", "ops-viewers"), User("ben", "ops-viewers"), User("root", "ops-admins"));
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = Folder });
        builder.Configuration.AddInMemoryCollection(
        [
            new("Storage:Folder", Folder), new("Access:File", AccessFile), .. settings.Select(it => KeyValuePair.Create(it.Name, (string?)it.Value)),
            .. postgres is null ? [] : new[] { KeyValuePair.Create("Storage:PostgreSql", (string?)postgres) },
        ]);
        builder.Services.AddSingleton<TimeProvider>(Clock).AddSingleton<LiveState>()
            .AddStorage(builder.Configuration, Folder).AddStoredDataProtection(Folder).AddAudit(builder.Configuration).AddAccess(builder.Configuration).AddPeople(builder.Configuration);
        change?.Invoke(builder.Services);
        host = builder.Build();
    }

    public FakeTime Clock { get; }

    public string Folder { get; }

    public string AccessFile { get; }

    public UserEditor Editor { get; }

    public string UsersPath => Path.Combine(Folder, UsersFile.Name);

    public Sessions Sessions => Get<Sessions>();

    public Tokens Tokens => Get<Tokens>();

    public LocalSignIn Local => Get<LocalSignIn>();

    public UserDirectory Users => Get<UserDirectory>();

    public Database Database => Get<Database>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<PeopleWorld> OpenAsync(TestStore store, Action<IServiceCollection>? change = null, FakeTime? clock = null, params (string Name, string Value)[] settings)
    {
        var world = new PeopleWorld(store.PostgreSql, store.Folder, clock, change, settings);
        Assert.Empty(await world.host.Services.OpenStorageAsync(Cancellation));
        return world;
    }

    /// <summary>A cheap hash: what is tested is not how long it takes.</summary>
    public static User User(string name, params string[] groups) => new(name, $"{char.ToUpperInvariant(name[0])}{name[1..]} Ek", [.. groups], Hashes.Of(Password));

    public static Person Person(string name, params string[] groups) => new(name, $"{char.ToUpperInvariant(name[0])}{name[1..]} Ek", [.. groups], SignInMethod.Local) { Address = "192.0.2.7" };

    public T Get<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>Starts what hears of other replicas and of changed files.</summary>
    public Task StartAsync() => host.StartAsync(Cancellation);

    public void Write(params User[] users) => UsersFile.Write(UsersPath, users);

    /// <summary>Changes the grants, and has them read.</summary>
    public void Grant(string yaml)
    {
        File.WriteAllText(AccessFile, yaml);
        Assert.True(Get<AccessBook>().Look());
    }

    public async Task<NewSession> BeginAsync(Person person, SessionSecrets? secrets = null) => (await Sessions.BeginAsync(person, "Firefox", secrets, Cancellation)).Value;

    public Task<Standing> CheckAsync(NewSession begun, bool isActivity = false) => Sessions.CheckAsync(OpsConsole.People.Sessions.IdOf(begun.Key), isActivity, Cancellation);

    /// <summary>The entries of an action, oldest first.</summary>
    public async Task<ImmutableArray<AuditEntry>> EntriesAsync(string action) =>
        [.. (await Get<IAuditReader>().ReadAsync(new AuditQuery { Action = action, Size = 500 }, Cancellation)).Entries.Reverse()];

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)host).DisposeAsync();
        folder.Dispose();
    }
}
