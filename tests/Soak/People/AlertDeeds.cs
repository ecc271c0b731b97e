using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsConsole.Soak.People;

/// <summary>What people do about alerts: who has them, and when they are held back.</summary>
/// <param name="around">What they know.</param>
internal sealed class AlertDeeds(Surroundings around)
{
    /// <summary>Acknowledges one, or takes it over.</summary>
    public async Task AcknowledgeAsync(Hand hand, CancellationToken cancellation)
    {
        if (await around.AnAlertAsync(hand, cancellation) is not { } alert)
        {
            return;
        }

        var mark = around.Book.NextMark();
        var body = new JsonObject { ["alerts"] = new JsonArray(alert.Fingerprint), ["comment"] = $"I have it: {mark}", ["lasts"] = "10m", ["takeOver"] = hand.Below(2) == 0 };
        var reply = await hand.PostAsync("acknowledgements", body, cancellation);

        // 200 with nothing changed: it was theirs already.
        var answer = reply.IsDone && reply.Body?["done"]?.GetValue<int>() == 0 ? ActAnswer.Refused : reply.Answer;
        around.Book.Add(new(ActKind.Acknowledge, hand.Name, mark, answer, reply.Status, reply.Says));
    }

    /// <summary>Makes a maintenance window for tomorrow.</summary>
    public async Task PlanWindowAsync(Hand hand, CancellationToken cancellation)
    {
        var (mark, tomorrow) = (around.Book.NextMark(), DateTimeOffset.UtcNow.AddDays(1 + hand.Below(20)));
        var body = new JsonObject
        {
            ["name"] = $"Work {mark}",
            ["system"] = hand.OneOf(around.Systems)!.Id,
            ["comment"] = "planned in a play",
            ["from"] = Written(tomorrow),
            ["to"] = Written(tomorrow.AddHours(1)),
        };
        var reply = await hand.PostAsync("maintenance", body, cancellation);
        around.Book.Add(new(ActKind.WindowMake, hand.Name, mark, reply.Answer, reply.Status, reply.Says));
    }

    private static string Written(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}
