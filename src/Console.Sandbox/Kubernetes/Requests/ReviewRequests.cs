using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes.Access;

namespace OpsConsole.Sandbox.Kubernetes.Requests;

/// <summary>Takes reviews, in JSON or as the protocol buffers that kubectl insists on, and answers in JSON.</summary>
internal sealed class ReviewRequests(TimeProvider clock)
{
    private const string Protobuf = "application/vnd.kubernetes.protobuf";

    public async Task CreateAsync(HttpContext http, string resource, Person person)
    {
        var (review, refusal) = await ReadAsync(http);
        var answer = refusal is not null ? refusal : Reviews.Answer(resource, review!, person, clock.GetUtcNow());
        if (answer.Refusal is not null) await ApiResponse.RefuseAsync(http, answer.Refusal);
        else await ApiResponse.JsonAsync(http, StatusCodes.Status201Created, answer.Object!);
    }

    private static async Task<(JsonObject? Review, ApiStatus? Refusal)> ReadAsync(HttpContext http)
    {
        var (bytes, tooLarge) = await RequestBody.ReadAsync(http.Request, http.RequestAborted);
        if (tooLarge is not null) return (null, tooLarge);
        var sentAsProtobuf = http.Request.ContentType?.StartsWith(Protobuf, StringComparison.OrdinalIgnoreCase) == true;
        var review = sentAsProtobuf ? ReviewMessage.Read(bytes) : RequestBody.Parse(bytes!) as JsonObject;
        return review is not null ? (review, null) : (null, ApiStatus.BadRequest("the object provided is unrecognized: it is no review"));
    }
}
