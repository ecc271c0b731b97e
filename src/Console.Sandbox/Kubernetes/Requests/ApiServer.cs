using OpsConsole.Sandbox.Kubernetes.Access;
using OpsConsole.Sandbox.Kubernetes.Discovery;
using OpsConsole.Sandbox.Kubernetes.Disruptions;

namespace OpsConsole.Sandbox.Kubernetes.Requests;

/// <summary>
/// One request from its arrival to its handler, in the order of the real server: who asks, in whose name, may they, and only
/// then whether there is such a thing.
/// </summary>
internal sealed class ApiServer(People people, Outage outage, ResourceRequests resources, ReviewRequests reviews)
{
    public async Task HandleAsync(HttpContext http)
    {
        http.Response.Headers["Audit-Id"] = Guid.NewGuid().ToString();
        if (outage.Refusal is { } away)
        {
            await ApiResponse.RefuseAsync(http, away);
            return;
        }
        if (people.Who(http.Request) is not { } caller)
        {
            await ApiResponse.RefuseAsync(http, ApiStatus.Unauthorized());
            return;
        }
        var request = ApiRequest.Of(http.Request);
        var attempt = AttemptOf(http, request);
        var (person, refusal) = Impersonation.Apply(caller, http.Request, attempt);
        refusal ??= Authorization.Refuse(person!, attempt);
        if (refusal is not null) await ApiResponse.RefuseAsync(http, refusal);
        else if (request is null) await DiscoveryRequests.AnswerAsync(http);
        else await DispatchAsync(http, request, person!);
    }

    private static Attempt AttemptOf(HttpContext http, ApiRequest? request)
    {
        if (request is null) return new(http.Request.Method.ToLowerInvariant(), "", "") { Path = http.Request.Path.Value };
        // A list or watch narrowed to one name is judged, and refused, by that name.
        return request.Verb is "list" or "watch" && request.Name is null && NameIn(http.Request.Query["fieldSelector"].ToString()) is { } name
            ? request.Attempt with { Name = name } : request.Attempt;
    }

    private static string? NameIn(string fields) => fields.Split(',').Select(f => f.Trim()).FirstOrDefault(f => f.StartsWith("metadata.name=", StringComparison.Ordinal))
        is { } term ? term["metadata.name=".Length..].TrimStart('=') : null;

    private Task DispatchAsync(HttpContext http, ApiRequest request, Person person)
    {
        if (DiscoveryDocuments.IsReview(request.Group, request.Version, request.Resource))
            return request is { Verb: "create", Name: null } ? reviews.CreateAsync(http, request.Resource, person)
                : ApiResponse.RefuseAsync(http, ApiStatus.MethodNotAllowed());
        if (Kinds.Find(request.Group, request.Version, request.Resource) is { } kind) return resources.HandleAsync(http, request, kind);
        return DiscoveryDocuments.HasGroup(request.Group)
            ? ApiResponse.RefuseAsync(http, ApiStatus.NoSuchResource())
            : ApiResponse.NoSuchPathAsync(http);
    }
}
