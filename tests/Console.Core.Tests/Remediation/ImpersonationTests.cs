using OpsConsole.Access;
using OpsConsole.Remediation;
using OpsConsole.Upstream;

namespace OpsConsole.Core.Tests.Remediation;

/// <summary>As whom a cluster is asked when a person acts: names of our own settings, and none of the cluster's own.</summary>
public sealed class ImpersonationTests
{
    private static readonly Person Ada = new("ada", "Ada Lovelace", ["ops-operators", "dev"], SignInMethod.Local);
    private readonly UpstreamsOptions options = new();
    private readonly KubernetesSourceOptions east = new() { Name = "east", Server = "http://127.0.0.1:1" };

    public ImpersonationTests() => options.Kubernetes.Add(east);

    [Fact]
    public void Where_it_is_off_the_consoles_own_account_acts_and_the_words_say_so()
    {
        east.Impersonation.Groups["ops-operators"] = "cluster-operators";

        Assert.Equal(ActingAs.Console, For(Ada).Value);
        Assert.Equal("the console's own account", For(Ada).Value.Words);
    }

    [Fact]
    public void A_person_acts_by_prefix_and_subject_in_the_mapped_ones_of_their_groups()
    {
        Map("ops-operators", "cluster-operators");
        Map("ops-approvers", "cluster-approvers");
        east.Impersonation.UserPrefix = "console:";

        var who = For(Ada).Value;

        Assert.Equal(("console:ada", "cluster-operators"), (who.User, string.Join(' ', who.Groups)));
        Assert.Equal("console:ada in cluster-operators, by impersonation", who.Words);
    }

    [Fact]
    public void Two_groups_that_are_one_in_the_cluster_are_told_once()
    {
        Map("ops-operators", "staff");
        Map("dev", "staff");

        Assert.Equal(["staff"], For(Ada).Value.Groups);
    }

    [Fact]
    public void A_person_who_is_named_acts_by_that_name_also_without_a_group()
    {
        east.Impersonation.Enabled = true;
        east.Impersonation.Users["ada"] = "ada@example.com";

        Assert.Equal(("ada@example.com", 0), (For(Ada).Value.User, For(Ada).Value.Groups.Length));
        Assert.False(For(Ada with { Subject = "eve" }).IsOk);
    }

    [Fact]
    public void Whose_groups_map_to_nothing_is_told_which_do()
    {
        Map("ops-approvers", "cluster-approvers");
        Map("ops-admins", "cluster-admins");

        Assert.Equal(
            "cluster east is asked in a person's own name, and Ada Lovelace has no group there: Ada Lovelace is in ops-operators and dev, and only ops-admins and ops-approvers have one "
            + "(Upstreams:Kubernetes:N:Impersonation:Groups)",
            Assert.Single(For(Ada).Problems).What);
        Assert.Contains("is in no group", Assert.Single(For(Ada with { Groups = [] }).Problems).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "system:masters", "a name of the cluster's own")]
    [InlineData("", "System:admin", "a name of the cluster's own")]
    [InlineData("sys", "tem:masters", "a name of the cluster's own")]
    [InlineData("", "ada\r\nImpersonate-Group: system:masters", "one line of printable ASCII")]
    [InlineData("", "zoë", "one line of printable ASCII")]
    [InlineData("", " ada", "without blanks around it")]
    [InlineData("", "", "is empty")]
    public void A_subject_that_would_be_a_name_of_the_clusters_own_or_no_header_is_refused(string prefix, string subject, string why)
    {
        Map("ops-operators", "cluster-operators");
        east.Impersonation.UserPrefix = prefix;

        var problem = Assert.Single(For(Ada with { Subject = subject }).Problems);

        Assert.Contains(why, problem.What, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.What);
    }

    [Fact]
    public void A_cluster_that_is_not_configured_is_asked_as_nobody() => Assert.Contains(
        "no such cluster is configured", new Impersonation(options).For("west", Ada).Explanation, StringComparison.Ordinal);

    private void Map(string group, string clusterGroup) => (east.Impersonation.Enabled, east.Impersonation.Groups[group]) = (true, clusterGroup);

    private Result<ActingAs> For(Person person) => new Impersonation(options).For("east", person);
}
