using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpsConsole.People;

namespace OpsConsole.Core.Tests.People;

public sealed class SignInSettingsTests
{
    [Theory]
    [InlineData("SignIn:Idle", "00:01:00", "SignIn:Idle")]
    [InlineData("SignIn:Longest", "01:00:00", "SignIn:Longest")]
    [InlineData("SignIn:Mode", "Console", "SignIn:Mode: is no way to sign in")]
    [InlineData("SignIn:Idel", "08:00:00", "SignIn:Idel: is no setting; known are Mode, Idle")]
    [InlineData("SignIn:Lockout:Failure", "3", "SignIn:Lockout:Failure: is no setting")]
    [InlineData("SignIn:Lockout:Failures", "0", "must be from 1 to 100")]
    [InlineData("SignIn:Lockout:Oidc", "0", "is no setting")]
    [InlineData("SignIn:DemoNotice", "demo / demo", "only, where Frame:SandboxNotice")]
    public void A_setting_that_makes_no_sense_stops_the_start_by_name(string name, string value, string says)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Read((name, value)));

        Assert.Contains(says, string.Join('\n', failure.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void The_sections_of_the_other_ways_to_sign_in_are_theirs_to_check()
    {
        var options = Read(("SignIn:Mode", "Oidc"), ("SignIn:Oidc:Authority", "https://id.example.com"), ("SignIn:Proxy:From", "10.0.0.1"), ("SignIn:DemoNotice", "demo"), ("Frame:SandboxNotice", "Simulated"));

        Assert.Equal((TimeSpan.FromHours(8), TimeSpan.FromHours(16), 5), (options.Idle, options.Longest, options.Lockout.Failures));
    }

    private static SignInOptions Read(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(it => KeyValuePair.Create(it.Name, (string?)it.Value))).Build();
        using var services = new ServiceCollection().AddPeople(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<SignInOptions>>().Value;
    }
}
