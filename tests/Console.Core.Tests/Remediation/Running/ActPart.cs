using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Remediation;
using OpsConsole.Storage;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Remediation.Running;

/// <summary>A process that acts without end, until it is killed. Its world is a folder: what was done there is a file.</summary>
internal static class ActPart
{
    private const int AtOnce = 3;

    public static async Task RunAsync(string folder, string connection, string prefix)
    {
        await using var console = On(connection.Length == 0 ? Database.Sqlite(Path.Combine(folder, "console.db")) : Database.PostgreSql(connection), folder, TimeProvider.System);
        var number = 0;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            while (true)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{Interlocked.Increment(ref number)}");
                var run = await console.Desk.ConfirmAsync(ActionProcess.Scale(name), new Confirmation(name), ActionProcess.Anna, CancellationToken.None);
                Console.WriteLine(run.IsOk ? $"begun {run.Value.Id}" : $"not begun: {run.Explanation}");
            }
        }));
    }

    public static ActionProcess On(Database database, string folder, TimeProvider clock) =>
        ActionProcess.On(database, folder, new TestWorld(new FakeTime(DateTimeOffset.UnixEpoch)), clock, null, services => services
            .AddSingleton<PlanAnew>((request, _, _, _) => Task.FromResult<PlanAnswer>(new PlanAnswer.Made(Plan(request))))
            .AddSingleton(_ => new RemedyBook([new FileRemedy(Done(folder))])));

    /// <summary>Where what was done is.</summary>
    public static string Done(string folder) => Directory.CreateDirectory(Path.Combine(folder, "done")).FullName;

    private static ActionPlan Plan(ActionRequest request)
    {
        var name = request.Target[(request.Target.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return new ActionPlan
        {
            Kind = request.Kind,
            Title = $"Scale {name}",
            System = request.System,
            Target = new ActionTarget("Deployment", "east", "pay", name),
            Parameters = request.Parameters,
            State = new TargetState("uid", ImmutableSortedDictionary<string, string>.Empty),
            GrantedBy = "all may",
            ActsAs = "the console's own account",
            Tier = RiskTier.Click,
            TierBecause = "the test says so",
            Verifies = "a file is there",
            VerifyWithin = TimeSpan.FromSeconds(30),
            At = DateTimeOffset.UnixEpoch,
            Hash = name,
        };
    }

    private sealed class FileRemedy(string done) : IRemedy
    {
        public RemedyDescription About { get; } = new("scale", "Scale a workload", Actions.Scale, "scale") { Verifies = "a file is there" };

        public ImmutableArray<IGuard> Guards => [];

        public Result<RemedyCall> Read(ActionRequest request, SystemProfile system, ActionProfile allowed) => throw new NotSupportedException();

        public Task<Rehearsal> RehearseAsync(Scene scene, ActingAs who, CancellationToken cancellation) => throw new NotSupportedException();

        public (RiskTier Tier, string Because) Risk(Scene scene) => throw new NotSupportedException();

        public async Task<string> ExecuteAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation)
        {
            // A file for each time that it is done: twice would be two.
            await File.WriteAllTextAsync(Path.Combine(done, $"{order.RunId}.{Guid.NewGuid():N}"), plan.Target.Name, cancellation);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellation);
            return "done";
        }

        public Task<Sighting> LookAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation) => Task.FromResult(
            Directory.EnumerateFiles(done, $"{order.RunId}.*").Any() ? new Sighting(SightingState.Worked, "the file is there") : new Sighting(SightingState.NotDone, "there is no file"));

        public ActionRequest? Undo(ActionPlan plan, Sighting seen) => null;
    }
}
