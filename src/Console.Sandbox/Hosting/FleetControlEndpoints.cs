using OpsConsole.Sandbox.Electors;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Hosting;

/// <summary>Hands of fate, for tests: kill a pod, move a lease.</summary>
internal static class FleetControlEndpoints
{
    public static void MapFleetControl(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").AddEndpointFilter(SameOrigin.RequireAsync);
        group.MapPost("/pods/{ns}/{pod}/kill", (World world, string ns, string pod) => world.Kill(ns, pod)
            ? Results.Accepted(value: new { killed = pod })
            : Results.Problem($"There is no pod {pod} in namespace {ns}.", statusCode: 404, title: "No such pod"));
        group.MapPost("/leases/{ns}/{name}/move", (World world, string ns, string name, string to) => world.Move(new(ns, name), to) switch
        {
            MoveOutcome.Moved => Results.Ok(new { lease = name, holder = to }),
            MoveOutcome.NoSuchLease => Results.Problem($"No pod competes for a lease {name} in {ns}.", statusCode: 404, title: "No such lease"),
            MoveOutcome.NoSuchPod => Results.Problem($"{to} does not compete for the lease {name}.", statusCode: 404, title: "No such pod"),
            MoveOutcome.HoldsAlready => Results.Problem($"{to} holds {name} already.", statusCode: 409, title: "Nothing to move"),
            _ => Results.Problem($"Nobody holds {name} now, so nobody can hand it over.", statusCode: 409, title: "Nothing to move"),
        });
    }
}
