using OpsConsole.Sandbox.Kubernetes.Access;
using OpsConsole.Sandbox.Kubernetes.Connecting;
using OpsConsole.Sandbox.Kubernetes.Disruptions;
using OpsConsole.Sandbox.Kubernetes.Requests;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>Puts the cluster's API together, and on the server's paths.</summary>
internal static class ClusterEndpoints
{
    private static readonly string[] Paths = ["/api", "/api/{**rest}", "/apis", "/apis/{**rest}", "/version", "/livez", "/readyz", "/healthz", "/openapi/{**rest}"];

    public static void AddCluster(this IServiceCollection services)
    {
        services.AddSingleton<People>().AddSingleton<Kubeconfig>().AddSingleton<OpenWatches>().AddSingleton<Outage>().AddSingleton<PodLogs>();
        services.AddSingleton<ReadRequests>().AddSingleton<WatchRequests>().AddSingleton<WriteRequests>().AddSingleton<DeleteRequests>();
        services.AddSingleton<ScaleRequests>().AddSingleton<EvictionRequests>().AddSingleton<LogRequests>().AddSingleton<ReviewRequests>();
        services.AddSingleton<SubresourceRequests>().AddSingleton<ResourceRequests>().AddSingleton<ApiServer>();
    }

    public static void MapCluster(this IEndpointRouteBuilder routes)
    {
        var server = routes.ServiceProvider.GetRequiredService<ApiServer>();
        foreach (var path in Paths) routes.Map(path, server.HandleAsync);
        routes.MapGet("/kubeconfig", (Kubeconfig kubeconfig) => Results.Text(kubeconfig.Text(), "application/yaml"));
        routes.MapDisruptions();
        routes.MapFallback(ApiResponse.NoSuchPathAsync);
    }
}
