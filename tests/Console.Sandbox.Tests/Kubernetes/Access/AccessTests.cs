namespace OpsConsole.Sandbox.Tests.Kubernetes.Access;

public sealed class AccessTests(QuietCluster quiet) : IClassFixture<QuietCluster>
{
    private static readonly (string, string) Jo = ("Impersonate-User", "jo@example.org");
    private static readonly (string, string) Operators = ("Impersonate-Group", "ops-operators");
    private readonly ClusterClient cluster = new ClusterClient(quiet).Begin();

    [Fact]
    public async Task Who_may_not_look_does_not_learn_whether_it_exists()
    {
        var answer = await cluster.GetAsync($"{cluster.Core}/pods/no-such-pod", "nobody");
        Assert.Equal((403, $"pods \"no-such-pod\" is forbidden: User \"nobody\" cannot get resource \"pods\" in API group \"\" in the namespace \"{cluster.Namespace}\""),
            (answer.Status, answer.Message));
        Assert.Equal(404, (await cluster.GetAsync($"{cluster.Core}/pods/no-such-pod", "viewer")).Status);
        var whole = await cluster.GetAsync("/apis/apps/v1/deployments", "nobody");
        Assert.Equal("deployments.apps is forbidden: User \"nobody\" cannot list resource \"deployments\" in API group \"apps\" at the cluster scope", whole.Message);
    }

    [Fact]
    public async Task A_bad_token_is_no_one_and_no_token_is_anonymous()
    {
        Assert.Equal(401, (await cluster.SendAsync(HttpMethod.Get, cluster.Leases, null, person: null, headers: ("Authorization", "Bearer bad"))).Status);
        var anonymous = await cluster.SendAsync(HttpMethod.Get, cluster.Leases, null, person: null);
        Assert.Equal(403, anonymous.Status);
        Assert.Contains("User \"system:anonymous\" cannot list", anonymous.Message);
        foreach (var open in (string[])["/version", "/livez", "/readyz", "/healthz"])
            Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Get, open, null, person: null)).Status);
        Assert.Equal("forbidden: User \"system:anonymous\" cannot get path \"/api\"", (await cluster.SendAsync(HttpMethod.Get, "/api", null, person: null)).Message);
        Assert.Equal(403, (await cluster.GetAsync("/apis", "nobody", ("Impersonate-User", "x"))).Status);
    }

    [Theory]
    [InlineData("console", "DELETE", 403)]
    [InlineData("viewer", "DELETE", 403)]
    [InlineData("operator", "DELETE", 404)]
    [InlineData("admin", "DELETE", 404)]
    [InlineData("operator", "PUT", 403)]
    public async Task Each_of_the_people_may_do_what_their_group_may(string person, string method, int status) =>
        Assert.Equal(status, (await cluster.SendAsync(new HttpMethod(method), $"{cluster.Leases}/none", "{}", person: person)).Status);

    [Fact]
    public async Task A_person_s_name_counts_with_the_groups_that_are_sent_and_no_others()
    {
        var path = $"{cluster.Leases}/none";
        Assert.Equal(404, (await cluster.SendAsync(HttpMethod.Delete, path, null, person: "console", headers: [Jo, Operators])).Status);
        Assert.Contains("User \"jo@example.org\" cannot delete", (await cluster.SendAsync(HttpMethod.Delete, path, null, person: "console", headers: [Jo, ("Impersonate-Group", "ops-responders")])).Message);
        Assert.Equal(404, (await cluster.GetAsync(path, "console", Jo, ("Impersonate-Group", "ops-responders"))).Status);
        Assert.Equal(403, (await cluster.GetAsync(path, "console", Jo)).Status);
    }

    [Theory]
    [InlineData("console", "Impersonate-Group", "system:masters", 403, "groups \"system:masters\" is forbidden: User \"console\" cannot impersonate resource \"groups\" in API group \"\" at the cluster scope")]
    [InlineData("console", "Impersonate-Extra-reason", "INC-42", 403, "userextras.authentication.k8s.io \"INC-42\" is forbidden: User \"console\" cannot impersonate resource \"userextras/reason\" in API group \"authentication.k8s.io\" at the cluster scope")]
    [InlineData("console", "Impersonate-Uid", "4711", 403, "uids.authentication.k8s.io \"4711\" is forbidden: User \"console\" cannot impersonate resource \"uids\" in API group \"authentication.k8s.io\" at the cluster scope")]
    public async Task What_the_console_may_not_take_on_is_refused_by_its_name(string person, string header, string value, int status, string message)
    {
        var answer = await cluster.GetAsync(cluster.Leases, person, Jo, (header, value));
        Assert.Equal((status, message), (answer.Status, answer.Message));
    }

    [Fact]
    public async Task A_service_account_is_no_user_and_a_group_needs_one()
    {
        var account = await cluster.GetAsync(cluster.Leases, "console", ("Impersonate-User", "system:serviceaccount:rynxs:default"));
        Assert.Equal("serviceaccounts \"default\" is forbidden: User \"console\" cannot impersonate resource \"serviceaccounts\" in API group \"\" in the namespace \"rynxs\"", account.Message);
        var alone = await cluster.GetAsync(cluster.Leases, "console", Operators);
        Assert.Equal(400, alone.Status);
        Assert.Contains("without impersonating a user name", alone.Message);
        var viewer = await cluster.GetAsync(cluster.Leases, "viewer", Jo);
        Assert.Contains("User \"viewer\" cannot impersonate-on:user-info:list resource \"leases\"", viewer.Message);
    }

    [Fact]
    public async Task Who_am_I_names_the_person_in_whose_name_the_question_comes()
    {
        const string path = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
        var console = (await cluster.SendAsync(HttpMethod.Post, path, "{}", person: "console")).Json["status"]!["userInfo"]!;
        Assert.Equal("""{"username":"console","uid":"2","groups":["ops-consoles","system:authenticated"]}""", console.ToJsonString());
        var jo = (await cluster.SendAsync(HttpMethod.Post, path, "{}", person: "console", headers: [Jo, Operators])).Json["status"]!["userInfo"]!;
        Assert.Equal("""{"username":"jo@example.org","groups":["ops-operators","system:authenticated"]}""", jo.ToJsonString());
    }

    [Theory]
    [InlineData("console", "list", "", "pods", "", true)]
    [InlineData("console", "delete", "", "pods", "", false)]
    [InlineData("operator", "patch", "apps", "deployments", "scale", true)]
    [InlineData("operator", "create", "", "pods", "eviction", true)]
    [InlineData("operator", "create", "", "pods", "", false)]
    [InlineData("viewer", "*", "*", "*", "", false)]
    [InlineData("admin", "*", "*", "*", "", true)]
    [InlineData("viewer", "delete", "", "no-such-things", "", false)]
    public async Task May_I_is_answered_by_the_roles(string person, string verb, string group, string resource, string subresource, bool allowed)
    {
        var review = $$$"""{"spec": {"resourceAttributes": {"verb": "{{{verb}}}", "group": "{{{group}}}", "resource": "{{{resource}}}", "subresource": "{{{subresource}}}", "namespace": "x"} } }""";
        var answer = await cluster.SendAsync(HttpMethod.Post, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review, person: person);
        Assert.Equal((201, allowed), (answer.Status, (bool)answer.Json["status"]!["allowed"]!));
    }

    [Fact]
    public async Task Asking_about_others_is_a_right_of_its_own()
    {
        const string review = """{"spec": {"resourceAttributes": {"verb": "delete", "resource": "pods", "namespace": "x"}, "user": "jo", "groups": ["ops-operators"]}}""";
        const string path = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
        var answer = await cluster.SendAsync(HttpMethod.Post, path, review, person: "console");
        Assert.True((bool)answer.Json["status"]!["allowed"]!);
        Assert.Contains("ClusterRole \"ops-operator\" to Group \"ops-operators\"", answer.Json["status"]!["reason"]!.ToString());
        Assert.Equal(403, (await cluster.SendAsync(HttpMethod.Post, path, review, person: "viewer")).Status);
    }
}
