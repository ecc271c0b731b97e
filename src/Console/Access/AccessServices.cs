using Microsoft.AspNetCore.Authorization;

namespace OpsConsole.Access;

/// <summary>The rights at the door: policies of endpoints, what is answered to whom they refuse.</summary>
internal static class AccessServices
{
    /// <summary>Adds them. They need <see cref="IAccessRules"/> and the audit.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddActionPolicies(this IServiceCollection services)
    {
        // An endpoint that says nothing needs the right to see: a forgotten one is shut and not open. After whatever else is configured.
        services.AddAuthorization().PostConfigure<AuthorizationOptions>(options => options.FallbackPolicy = options.DefaultPolicy = ActionPolicies.Of(Actions.View));
        return services
            .AddSingleton<IAuthorizationPolicyProvider, ActionPolicies>()
            .AddSingleton<IAuthorizationHandler, ActionHandler>()
            .AddSingleton<IAuthorizationMiddlewareResultHandler, ActionRefusals>()
            .AddSingleton<Denials>();
    }

    /// <summary>Who calls must be allowed an action; on the system that the route's <c>system</c> or <c>id</c> names, if it is done to one.</summary>
    /// <param name="builder">The endpoint.</param>
    /// <param name="action">The action.</param>
    public static T RequireAction<T>(this T builder, GuardedAction action)
        where T : IEndpointConventionBuilder => builder.RequireAuthorization(ActionPolicies.NameOf(action.Name));
}
