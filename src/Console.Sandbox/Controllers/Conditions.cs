using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Controllers;

/// <summary>One condition of a status, as its controller sees it now.</summary>
internal sealed record Condition(string Type, bool? Holds, string Reason = "", string Message = "")
{
    public string Status => Holds switch { true => "True", false => "False", null => "Unknown" };
}

/// <summary>An object's conditions over time: each keeps the time at which its status last turned, and that of its last other change.</summary>
internal sealed class Conditions
{
    private readonly Dictionary<string, (Condition It, double Since, double Updated)> known = [];

    /// <summary>As JSON; `more` adds the fields that this kind of object has beside the usual, with the time of the last change.</summary>
    public JsonArray Write(double t, IEnumerable<Condition> now, Action<JsonObject, double>? more = null)
    {
        var all = new JsonArray();
        foreach (var condition in now)
        {
            var (_, since, updated) = known[condition.Type] = Turn(condition, t);
            var it = new JsonObject { ["type"] = condition.Type, ["status"] = condition.Status };
            more?.Invoke(it, updated);
            it["lastTransitionTime"] = Manifests.Time(since);
            if (condition.Reason.Length > 0) it["reason"] = condition.Reason;
            if (condition.Message.Length > 0) it["message"] = condition.Message;
            all.Add(it);
        }
        return all;
    }

    private (Condition It, double Since, double Updated) Turn(Condition now, double t) =>
        !known.TryGetValue(now.Type, out var was) ? (now, t, t)
        : was.It == now ? was
        : (now, was.It.Status == now.Status ? was.Since : t, t);
}
