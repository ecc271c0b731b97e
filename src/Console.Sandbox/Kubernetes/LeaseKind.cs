using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>coordination.k8s.io/v1 Lease: which fields its spec may have and what they may hold.</summary>
internal static class LeaseKind
{
    private static readonly (string Name, JsonValueKind Type)[] Fields =
    [
        ("holderIdentity", JsonValueKind.String), ("leaseDurationSeconds", JsonValueKind.Number),
        ("acquireTime", JsonValueKind.String), ("renewTime", JsonValueKind.String), ("leaseTransitions", JsonValueKind.Number),
        ("strategy", JsonValueKind.String), ("preferredHolder", JsonValueKind.String),
    ];

    public static ResourceKind Kind { get; } = new("coordination.k8s.io", "v1", "leases", "Lease")
    {
        LocksWrites = true,
        SpecFields = Fields.Select(f => f.Name).ToHashSet(),
        Admit = Admit,
    };

    private static ApiStatus? Admit(ObjectKey key, JsonObject lease, StoredObject? current)
    {
        var (spec, refusal) = Read(key.Name, lease["spec"]);
        lease["spec"] = spec;
        return refusal;
    }

    private static (JsonObject? Spec, ApiStatus? Refusal) Read(string name, JsonNode? given)
    {
        if (given is null) return ([], null);
        if (given is not JsonObject source) return Refuse("json: cannot unmarshal into Go struct field Lease.spec of type v1.LeaseSpec");
        var spec = new JsonObject();
        // Unknown fields are dropped, as the server does, and so are nulls.
        foreach (var (field, type) in Fields)
        {
            if (source[field] is not { } value) continue;
            if (value.GetValueKind() != type)
                return Refuse($"json: cannot unmarshal {Go(value.GetValueKind())} into Go struct field LeaseSpec.spec.{field}");
            if (field.EndsWith("Time", StringComparison.Ordinal))
            {
                var text = value.GetValue<string>();
                if (MicroTime.Parse(text) is not { } at) return Refuse(MicroTime.Complaint(text));
                spec[field] = MicroTime.Format(at);
            }
            else spec[field] = value.DeepClone();
        }
        return Judge(name, spec);
    }

    private static (JsonObject? Spec, ApiStatus? Refusal) Judge(string name, JsonObject spec)
    {
        var causes = new List<Cause>();
        if (Number(spec, "leaseDurationSeconds") is { } duration and <= 0)
            causes.Add(new("FieldValueInvalid", $"Invalid value: {duration}: must be greater than 0", "spec.leaseDurationSeconds"));
        if (Number(spec, "leaseTransitions") is { } transitions and < 0)
            causes.Add(new("FieldValueInvalid", $"Invalid value: {transitions}: must be greater than or equal to 0", "spec.leaseTransitions"));
        return causes.Count == 0 ? (spec, null) : (null, ApiStatus.Invalid(Kind, name, causes));
    }

    // Written as text and read back, because a JsonNode holds either what a body brought or what the simulation put in.
    private static long? Number(JsonObject spec, string field) =>
        spec[field] is { } value && long.TryParse(value.ToJsonString(), out var number) ? number : null;

    private static (JsonObject? Spec, ApiStatus? Refusal) Refuse(string why) =>
        (null, ApiStatus.BadRequest($"Lease in version \"v1\" cannot be handled as a Lease: {why}"));

    private static string Go(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Number => "number",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "bool",
        JsonValueKind.Array => "array",
        _ => "object",
    };
}
