using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using OpsConsole.Access;

namespace OpsConsole.People;

/// <summary>Checks the settings of the section <c>SignIn</c> at start, and finds misspelt ones.</summary>
internal sealed class SignInValidation(IConfiguration configuration) : IValidateOptions<SignInOptions>
{
    // Checked where they are used.
    private static readonly string[] Others = ["Oidc", "Proxy"];

    // Written out: internal settings are for tests and take no part here.
    private static readonly ImmutableDictionary<string, Type> Parts = new Dictionary<string, Type>
    {
        [SignInOptions.Section] = typeof(SignInOptions),
        [$"{SignInOptions.Section}:Lockout"] = typeof(LockoutOptions),
        [$"{SignInOptions.Section}:Tokens"] = typeof(TokenOptions),
    }.ToImmutableDictionary();

    public ValidateOptionsResult Validate(string? name, SignInOptions options)
    {
        var problems = Values(options).Concat(Unknown()).Select(problem => problem.ToString()).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private ImmutableArray<Problem> Values(SignInOptions options) => Problem.All(
        Problem.When(options.Mode is not (SignInMethod.Local or SignInMethod.Proxy or SignInMethod.Oidc), "SignIn:Mode", "is no way to sign in: write Local, Proxy or Oidc"),
        Problem.When(options.Idle < TimeSpan.FromMinutes(5), "SignIn:Idle", $"'{options.Idle}' is too short: at least 00:05:00, for activity is noted by the minute"),
        Problem.When(options.Longest < options.Idle || options.Longest > TimeSpan.FromDays(30), "SignIn:Longest", $"'{options.Longest}' must be at least SignIn:Idle ({options.Idle}) and at most 30.00:00:00"),
        Problem.When(options.Lockout.Failures is < 1 or > 100, "SignIn:Lockout:Failures", $"'{options.Lockout.Failures}' must be from 1 to 100"),
        Problem.When(options.Lockout.FailuresFromAddress is < 1 or > 10_000, "SignIn:Lockout:FailuresFromAddress", $"'{options.Lockout.FailuresFromAddress}' must be from 1 to 10000"),
        Problem.When(options.Lockout.Within < TimeSpan.FromMinutes(1) || options.Lockout.Within > TimeSpan.FromDays(1), "SignIn:Lockout:Within", $"'{options.Lockout.Within}' must be from 00:01:00 to 1.00:00:00"),
        Problem.When(options.Tokens.OwnerSeenWithin < TimeSpan.FromHours(1), "SignIn:Tokens:OwnerSeenWithin", $"'{options.Tokens.OwnerSeenWithin}' is too short: at least 01:00:00"),
        Problem.When(options.DemoNotice is { Length: > 0 } && configuration["Frame:SandboxNotice"] is not { Length: > 0 }, "SignIn:DemoNotice",
            "tells strangers names and passwords: it is for the sandbox only, where Frame:SandboxNotice says on every page that nothing is real"));

    private IEnumerable<Problem> Unknown() => Parts.SelectMany(part => configuration.GetSection(part.Key).GetChildren()
        .Where(child => !Others.Contains(child.Key, StringComparer.OrdinalIgnoreCase) || part.Key != SignInOptions.Section)
        .Where(child => !part.Value.GetProperties().Any(property => property.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)))
        .Select(child => new Problem(child.Path, $"is no setting; known are {string.Join(", ", part.Value.GetProperties().Select(property => property.Name))}")));
}
