using System.Collections.Immutable;
using OpsConsole.Metrics;
using OpsConsole.Systems;
using OpsConsole.Upstream;

namespace OpsConsole.Core.Tests.Systems;

public sealed class ProfileQueryTests
{
    private static readonly LoadedSystem Billing = SampleProfile.Read(SampleProfile.Text).Value;

    [Fact]
    public void Every_expression_is_listed_with_its_field_and_a_window()
    {
        var queries = ProfileQueries.Of(Billing.Profile);

        Assert.Equal(
            [
                "leader.status_metric", "workloads[0].ready", "slos[0].bad", "slos[0].total", "slos[1].good", "slos[1].total", "queues[0].depth", "queues[0].oldest",
                "queues[0].in_rate", "queues[0].out_rate", "queues[0].workers", "queues[0].stuck", "queues[1].depth", "panels[0].queries[0].promql", "panels[0].queries[1].promql",
            ],
            queries.Select(query => query.Field));
        Assert.Equal("sum(rate(failed{job=\"writer\"}[5m]))", queries[2].Promql);
        Assert.DoesNotContain(queries, query => query.Promql.Contains("$window", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_server_refuses_is_told_with_line_and_field_and_its_own_words()
    {
        var source = new Refusing(promql => promql.StartsWith("sum(up", StringComparison.Ordinal));

        var problems = await ProfileQueryCheck.RunAsync(Billing, source, TestContext.Current.CancellationToken);

        Assert.Equal(
            ["systems/billing.yaml:34:12 workloads[0].ready: primary refuses this PromQL: parse error", "systems/billing.yaml:61:14 queues[0].workers: primary refuses this PromQL: parse error"],
            problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public async Task The_same_expression_is_asked_once()
    {
        var source = new Refusing(_ => false);

        await ProfileQueryCheck.RunAsync(Billing, source, TestContext.Current.CancellationToken);

        Assert.Equal(source.Asked.Distinct(), source.Asked);
    }

    [Fact]
    public async Task A_source_that_does_not_answer_says_nothing_about_the_expressions() =>
        await Assert.ThrowsAsync<UpstreamException>(() =>
            ProfileQueryCheck.RunAsync(Billing, new Refusing(_ => true, UpstreamFault.Unreachable), TestContext.Current.CancellationToken));

    /// <summary>A server that refuses some expressions; what a real one does with them is tested with the command that asks it.</summary>
    private sealed class Refusing(Func<string, bool> refuses, UpstreamFault fault = UpstreamFault.Invalid) : IMetricSource
    {
        public List<string> Asked { get; } = [];

        public string Name => "primary";

        public Task<InstantAnswer> QueryAsync(string promql, CancellationToken cancellation)
        {
            Asked.Add(promql);
            return refuses(promql) ? throw new UpstreamException(Name, fault, "parse error") : Task.FromResult(new InstantAnswer([], []));
        }

        public Task<RangeAnswer> QueryRangeAsync(string promql, DateTimeOffset from, DateTimeOffset to, TimeSpan step, CancellationToken cancellation) =>
            Task.FromResult(new RangeAnswer(ImmutableArray<Series>.Empty, []));
    }
}
