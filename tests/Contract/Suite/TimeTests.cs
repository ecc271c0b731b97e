using OpsConsole.Contract.Clusters;

namespace OpsConsole.Contract.Suite;

/// <summary>MicroTime: six digits after the point, no more and no fewer.</summary>
public sealed class TimeTests(BothClusters clusters)
{
    [Theory, OnEachCluster]
    public async Task A_time_of_a_lease_is_refused_unless_it_has_six_digits(string name)
    {
        var cluster = await clusters.GetAsync(name);
        foreach (var refused in (string[])["2026-11-21T12:00:00Z", "2026-11-21T12:00:00.123Z", "2026-11-21T12:00:00.1234567Z", "yesterday"])
        {
            (await RehearseAsync(cluster, refused)).Expect(400, "BadRequest");
        }

        (await RehearseAsync(cluster, "2026-11-21T12:00:00.123456Z")).Expect(201);
    }

    [Theory, OnEachCluster]
    public async Task An_offset_is_taken_and_comes_back_as_UTC(string name)
    {
        var answer = (await RehearseAsync(await clusters.GetAsync(name), "2026-11-21T13:00:00.123456+01:00")).Expect(201);
        Assert.Equal("2026-11-21T12:00:00.123456Z", answer.Json["spec"]!["renewTime"]!.GetValue<string>());
    }

    private static Task<Answer> RehearseAsync(Cluster cluster, string renewed)
    {
        var lease = Objects.Lease(Cluster.Fresh("lease"));
        lease["spec"]!["renewTime"] = renewed;
        return cluster.Admin.PostAsync($"{cluster.Leases}?dryRun=All", lease);
    }
}
