using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using OpsConsole.SignIn;

namespace OpsConsole.Access;

/// <summary>
/// The framework's policies, by the console's own actions: <c>action:NAME</c>.
/// </summary>
internal sealed class ActionPolicies(IOptions<AuthorizationOptions> options) : DefaultAuthorizationPolicyProvider(options)
{
    private const string Prefix = "action:";

    /// <summary>The name of an action's policy.</summary>
    /// <param name="action">The action's name.</param>
    public static string NameOf(string action) => Prefix + action;

    /// <inheritdoc/>
    public override async Task<AuthorizationPolicy?> GetPolicyAsync(string policyName)
    {
        ArgumentNullException.ThrowIfNull(policyName);
        return !policyName.StartsWith(Prefix, StringComparison.Ordinal) ? await base.GetPolicyAsync(policyName)
            : Actions.Find(policyName[Prefix.Length..]) is { } action ? Of(action)
            : throw new InvalidOperationException($"An endpoint wants the right to '{policyName[Prefix.Length..]}', and there is no such action.");
    }

    /// <summary>The policy of an action.</summary>
    /// <param name="action">The action.</param>
    public static AuthorizationPolicy Of(GuardedAction action) =>
        new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new ActionRequirement(action)).Build();
}

/// <summary>Whoever comes must be allowed an action.</summary>
/// <param name="Action">The action.</param>
internal sealed record ActionRequirement(GuardedAction Action) : IAuthorizationRequirement;

/// <summary>Why the console said no.</summary>
/// <param name="handler">Who says it.</param>
/// <param name="refusal">What was refused.</param>
internal sealed class ActionRefused(IAuthorizationHandler handler, Refusal refusal) : AuthorizationFailureReason(handler, refusal.Reason)
{
    /// <summary>What was refused.</summary>
    public Refusal Refusal => refusal;
}

/// <summary>Asks the one place where rights are decided.</summary>
/// <param name="rules">That place.</param>
internal sealed class ActionHandler(IAccessRules rules) : AuthorizationHandler<ActionRequirement>
{
    /// <inheritdoc/>
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ActionRequirement requirement)
    {
        // Nobody: the sign-in's matter, not ours.
        if (PersonClaims.Of(context.User) is not { } person)
        {
            return Task.CompletedTask;
        }

        var action = requirement.Action;
        var system = action.IsOnSystem ? SystemOf(context.Resource as HttpContext) : null;
        var decision = rules.Decide(person, action, system);
        if (decision.IsAllowed)
        {
            context.Succeed(requirement);
        }
        else
        {
            context.Fail(new ActionRefused(this, new Refusal(person, action, system, decision.Reason)));
        }

        return Task.CompletedTask;
    }

    private static string? SystemOf(HttpContext? http) => (http?.GetRouteValue("system") ?? http?.GetRouteValue("id")) as string;
}

/// <summary>For pages and hub methods: who comes must be allowed this action.</summary>
/// <param name="action">The action's name.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class RequiresActionAttribute(string action) : AuthorizeAttribute(ActionPolicies.NameOf(action))
{
    /// <summary>The action's name.</summary>
    public string Action => action;
}
