using System.Text;
using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes.Access;

/// <summary>
/// The three reviews as kubectl sends them: protocol buffers, with no way back to JSON. Only what their specs hold is read.
/// </summary>
internal static class ReviewMessage
{
    private static readonly byte[] Magic = [(byte)'k', (byte)'8', (byte)'s', 0];

    private static readonly string[] Resource = ["namespace", "verb", "group", "version", "resource", "subresource", "name"];

    /// <summary>The review as JSON, or null when these are no such bytes.</summary>
    public static JsonObject? Read(ReadOnlySpan<byte> message)
    {
        if (!message.StartsWith(Magic)) return null;
        try
        {
            var envelope = Fields(message[Magic.Length..]);
            var type = Fields(envelope.GetValueOrDefault(1, []));
            var raw = Fields(envelope.GetValueOrDefault(2, []));
            return new()
            {
                ["kind"] = Text(type, 2),
                ["apiVersion"] = Text(type, 1),
                ["spec"] = Spec(Text(type, 2), Fields(raw.GetValueOrDefault(2, []))),
            };
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            return null;   // cut off within a field
        }
    }

    private static JsonObject Spec(string kind, Dictionary<int, byte[]> spec)
    {
        if (kind == "SelfSubjectRulesReview") return new() { ["namespace"] = Text(spec, 1) };
        var read = new JsonObject();
        if (spec.TryGetValue(1, out var resource)) read["resourceAttributes"] = Named(Fields(resource), Resource);
        if (spec.TryGetValue(2, out var path)) read["nonResourceAttributes"] = Named(Fields(path), ["path", "verb"]);
        return kind == "SelfSubjectAccessReview" ? read : [];
    }

    private static JsonObject Named(Dictionary<int, byte[]> fields, string[] names)
    {
        var read = new JsonObject();
        for (var i = 0; i < names.Length; i++)
            if (Text(fields, i + 1) is { Length: > 0 } text) read[names[i]] = text;
        return read;
    }

    private static string Text(Dictionary<int, byte[]> fields, int number) => Encoding.UTF8.GetString(fields.GetValueOrDefault(number, []));

    // The last one of each number; numbers themselves are of no interest here.
    private static Dictionary<int, byte[]> Fields(ReadOnlySpan<byte> message)
    {
        var fields = new Dictionary<int, byte[]>();
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            switch (tag & 7)
            {
                case 0:
                    Varint(message, ref at);
                    break;
                case 2:
                    var length = checked((int)Varint(message, ref at));
                    fields[(int)(tag >> 3)] = message.Slice(at, length).ToArray();
                    at += length;
                    break;
                case 1:
                    at += 8;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(message), "a wire type that no review has");
            }
        }
        return fields;
    }

    private static ulong Varint(ReadOnlySpan<byte> message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = message[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
        throw new ArgumentOutOfRangeException(nameof(message), "a number without an end");
    }
}
