using System.Collections.Immutable;
using OpsConsole.Metrics;
using OpsConsole.Upstream;

namespace OpsConsole.Systems;

/// <summary>Asks a metric source whether it accepts a profile's expressions: only the server knows its own PromQL.</summary>
public static class ProfileQueryCheck
{
    /// <summary>Asks each expression once.</summary>
    /// <param name="system">The system.</param>
    /// <param name="source">The source that answers its PromQL.</param>
    /// <param name="cancellation">Ends the check.</param>
    /// <returns>One problem for each place that holds an expression which the server refuses, with the server's words.</returns>
    /// <exception cref="UpstreamException">The source does not answer, so nothing can be said about the expressions.</exception>
    public static async Task<ImmutableArray<Problem>> RunAsync(LoadedSystem system, IMetricSource source, CancellationToken cancellation)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        foreach (var same in ProfileQueries.Of(system.Profile).GroupBy(query => query.Promql, StringComparer.Ordinal))
        {
            if (await RefusalAsync(source, same.Key, cancellation).ConfigureAwait(false) is { } refusal)
            {
                problems.AddRange(same.Select(query => new Problem(Where(system, query.Field), $"{source.Name} refuses this PromQL: {refusal}")));
            }
        }

        return problems.ToImmutable();
    }

    private static string Where(LoadedSystem system, string field) =>
        system.Places.TryGetValue(field, out var place) ? $"{system.File}:{place} {field}" : $"{system.File} {field}";

    /// <summary>Why a source refuses an expression; null when it does not.</summary>
    /// <exception cref="UpstreamException">It does not answer.</exception>
    internal static async Task<string?> RefusalAsync(IMetricSource source, string promql, CancellationToken cancellation)
    {
        try
        {
            await source.QueryAsync(promql, cancellation).ConfigureAwait(false);
            return null;
        }
        catch (UpstreamException e) when (e.Fault == UpstreamFault.Invalid)
        {
            return e.Message;
        }
    }
}
