using System.Collections.Immutable;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Workloads;

/// <summary>The certificates of the systems' namespaces, as cert-manager's metric tells them.</summary>
/// <param name="Known">By system; a system without any is not in it.</param>
/// <param name="Gaps">Systems that care for certificates, and why theirs are not known.</param>
internal sealed record Certificates(ImmutableDictionary<string, ImmutableArray<Certificate>> Known, ImmutableArray<FindingGap> Gaps)
{
    private const string Metric = "certmanager_certificate_expiration_timestamp_seconds";

    /// <summary>Nothing asked yet.</summary>
    public static Certificates None { get; } = new(ImmutableDictionary<string, ImmutableArray<Certificate>>.Empty, []);

    /// <summary>Asks: one request a system that has namespaces.</summary>
    /// <param name="queries">The sources.</param>
    /// <param name="catalog">The profiles.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<Certificates> ReadAsync(MetricQueries queries, SystemCatalog catalog, CancellationToken cancellation)
    {
        var systems = catalog.Systems.Select(system => system.Profile).Where(profile => !profile.Namespaces.IsEmpty).ToArray();
        var asked = await Task.WhenAll(systems.Select(profile => queries.AskAsync(profile.Metrics, [Query(profile)], cancellation))).ConfigureAwait(false);
        var read = systems.Zip(asked, (profile, answers) => (Profile: profile, Answer: answers[0])).ToArray();
        return new(
            read.Where(it => it.Answer.Answer is { Samples.IsEmpty: false }).ToImmutableDictionary(it => it.Profile.Id, it => Of(it.Answer.Answer!)),
            [.. read.Where(it => it.Answer.Answer is not { Samples.IsEmpty: false } && Matters(it.Profile)).Select(it => new FindingGap(
                it.Profile.Id, "certificates", it.Answer.Problem ?? $"no series of {Metric} for {string.Join(", ", it.Profile.Namespaces)}; is cert-manager scraped?"))]);
    }

    private static string Query(SystemProfile profile) => $"{Metric}{{namespace=~\"{string.Join('|', profile.Namespaces)}\"}}";

    // Two scrapes of one manager tell a certificate twice: the sooner end counts.
    private static ImmutableArray<Certificate> Of(InstantAnswer answer) =>
    [
        .. answer.Samples.Where(sample => sample.Value is > 0 and < 253402300800)
            .GroupBy(sample => (Namespace: sample.Labels["namespace"], Name: sample.Labels["name"]))
            .Select(same => new Certificate(same.Key.Namespace, same.Key.Name, DateTimeOffset.FromUnixTimeSeconds((long)same.Min(sample => sample.Value))))
            .OrderBy(it => (it.Namespace, it.Name)),
    ];

    // Most systems have none, and nobody misses them; a profile that draws them does.
    private static bool Matters(SystemProfile profile) =>
        profile.Panels.Any(panel => panel.Queries.Any(query => query.Promql.Contains(Metric, StringComparison.Ordinal)))
        || profile.Slos.Any(slo => $"{slo.Bad}{slo.Good}{slo.Total}".Contains(Metric, StringComparison.Ordinal));
}
