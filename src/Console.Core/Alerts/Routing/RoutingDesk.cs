using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Upstream;

namespace OpsConsole.Alerts;

/// <summary>An Alertmanager that tells its configuration.</summary>
internal interface IRoutingSource
{
    /// <summary>Its name in the configuration.</summary>
    string Name { get; }

    /// <summary>The configuration that it loaded, as YAML; it leaves secrets out by itself.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="UpstreamException">It did not answer.</exception>
    Task<string> ConfigurationAsync(CancellationToken cancellation);
}

/// <summary>Who is told, by one Alertmanager.</summary>
/// <param name="Source">Its name in the configuration.</param>
/// <param name="Tree">The tree that it loaded; null when it is not known.</param>
/// <param name="ReadAt">When it was read.</param>
/// <param name="Problems">Why it is not known: it did not answer, or its configuration can't be read.</param>
public sealed record RoutingReading(string Source, RoutingTree? Tree, DateTimeOffset ReadAt, ImmutableArray<Problem> Problems);

/// <summary>Answers who is told of an alert: asks each Alertmanager for what it loaded, once for all who ask within some seconds.</summary>
public sealed class RoutingDesk
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);
    private readonly ImmutableArray<Known> all;

    internal RoutingDesk(IEnumerable<IRoutingSource> sources, TimeProvider clock) => all = [.. sources.Select(source => new Known(source, clock))];

    /// <summary>What each Alertmanager loaded.</summary>
    /// <param name="patience">How long one that does not answer is waited for; then it is named, and goes on being asked.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<ImmutableArray<RoutingReading>> ReadAsync(TimeSpan patience, CancellationToken cancellation) =>
        [.. await Task.WhenAll(all.Select(known => known.ReadAsync(patience, cancellation))).ConfigureAwait(false)];

    private sealed class Known(IRoutingSource source, TimeProvider clock)
    {
        private readonly Lock gate = new();
        private Task<RoutingReading>? reading;
        private (string Yaml, RoutingTree? Tree, ImmutableArray<Problem> Problems)? last;

        public async Task<RoutingReading> ReadAsync(TimeSpan patience, CancellationToken cancellation)
        {
            try
            {
                return await Reading().WaitAsync(patience, clock, cancellation).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return new RoutingReading(source.Name, null, clock.GetUtcNow(), [new Problem(string.Empty, $"Alertmanager {source.Name} has not answered within {DurationText.Words(patience)}, and is still being asked")]);
            }
        }

        private Task<RoutingReading> Reading()
        {
            lock (gate)
            {
                if (reading is null || (reading.IsCompleted && (!reading.IsCompletedSuccessfully || clock.GetUtcNow() - reading.Result.ReadAt >= KeptFor)))
                {
                    reading = AskAsync();
                }

                return reading;
            }
        }

        private async Task<RoutingReading> AskAsync()
        {
            try
            {
                var yaml = await source.ConfigurationAsync(CancellationToken.None).ConfigureAwait(false);
                if (last is not { } known || known.Yaml != yaml)
                {
                    var read = RoutingTree.Read(yaml);
                    last = known = (yaml, read.IsOk ? read.Value : null, read.Problems);
                }

                return new RoutingReading(source.Name, known.Tree, clock.GetUtcNow(), known.Problems);
            }
            catch (UpstreamException e)
            {
                return new RoutingReading(source.Name, null, clock.GetUtcNow(), [new Problem(string.Empty, e.Message)]);
            }
        }
    }
}

/// <summary>Brings the routing trees into the house.</summary>
public static class RoutingSetup
{
    /// <summary>Adds the <see cref="RoutingDesk"/>. It needs the upstreams and a clock.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddRoutingTrees(this IServiceCollection services) => services.AddSingleton(provider => new RoutingDesk(
        provider.GetRequiredService<IEnumerable<IRoutingSource>>(), provider.GetRequiredService<TimeProvider>()));
}
