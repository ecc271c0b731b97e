using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpsConsole.Upstream;

namespace OpsConsole.Core.Tests.Upstream;

/// <summary>The settings of acting in people's names, as they are written.</summary>
public sealed class ImpersonationSettingsTests
{
    private const string At = "Upstreams:Kubernetes:0:Impersonation";

    [Fact]
    public void Groups_and_users_are_read_also_where_their_names_hold_colons()
    {
        var settings = Read(("Enabled", "true"), ("UserPrefix", "oidc:"), ("Groups:ops-operators", "cluster-operators"), ("Groups:oidc:ops:admins", "cluster-admins"), ("Users:https://id.example.com/ada", "ada"));

        Assert.True(settings.Enabled);
        Assert.Equal("oidc:", settings.UserPrefix);
        Assert.Equal([("ops-operators", "cluster-operators"), ("oidc:ops:admins", "cluster-admins")], settings.Groups.OrderByDescending(group => group.Key).Select(group => (group.Key, group.Value)));
        Assert.Equal(("https://id.example.com/ada", "ada"), (settings.Users.Single().Key, settings.Users.Single().Value));
    }

    [Theory]
    [InlineData("Groups:ops-admins", "system:masters", $"{At}:Groups:ops-admins: 'system:masters' is a name of the cluster's own; no person may act by it")]
    [InlineData("Groups:ops-admins", "SYSTEM:masters", "is a name of the cluster's own")]
    [InlineData("Groups:ops-admins", "", $"{At}:Groups:ops-admins: is empty")]
    [InlineData("Groups:ops-admins", "gruppe-ä", $"{At}:Groups:ops-admins: must be one line of printable ASCII")]
    [InlineData("Users:ada", "system:admin", $"{At}:Users:ada: 'system:admin' is a name of the cluster's own")]
    [InlineData("UserPrefix", "system:", $"{At}:UserPrefix: 'system:' is a name of the cluster's own")]
    [InlineData("UserPrefix", "a\nb", $"{At}:UserPrefix: must be one line")]
    [InlineData("Enabled", "yes", $"{At}:Enabled: 'yes' is neither true nor false")]
    [InlineData("Grups:ops-admins", "admins", $"{At}:Grups: is no setting; known are Enabled, UserPrefix, Groups, Users")]
    public void A_wrong_name_stops_the_start_by_place_and_reason(string field, string value, string what)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Read((field, value)));

        Assert.Contains(what, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Switched_on_without_any_name_nobody_could_act() => Assert.Contains(
        $"{At}:Groups: is empty: name for at least one group", Assert.Throws<OptionsValidationException>(() => Read(("Enabled", "true"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Without_the_section_it_is_off() => Assert.False(Read().Enabled);

    private static ImpersonationOptions Read(params (string Field, string Value)[] fields)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Upstreams:Kubernetes:0:Name", "east"), new("Upstreams:Kubernetes:0:Server", "http://127.0.0.1:1"),
            .. fields.Select(field => KeyValuePair.Create<string, string?>($"{At}:{field.Field}", field.Value)),
        ]).Build();
        using var services = new ServiceCollection().AddLogging().AddUpstreams(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<UpstreamsOptions>>().Value.Kubernetes.Single().Impersonation;
    }
}
