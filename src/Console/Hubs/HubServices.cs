using System.Text.Json;
using System.Text.Json.Serialization;
using OpsConsole.Access;

namespace OpsConsole.Hubs;

/// <summary>The hub's services and its route.</summary>
internal static class HubServices
{
    public static IServiceCollection AddHub(this IServiceCollection services)
    {
        services.AddSignalR().AddJsonProtocol(options =>
        {
            options.PayloadSerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
            options.PayloadSerializerOptions.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals;
        });
        return services.AddSingleton<LiveMessages>().AddSingleton<LiveAudience>().AddHostedService<LiveBroadcaster>();
    }

    public static IEndpointRouteBuilder MapHub(this IEndpointRouteBuilder app)
    {
        app.MapHub<LiveHub>(LiveHub.Path).RequireAction(Actions.View);
        return app;
    }
}
