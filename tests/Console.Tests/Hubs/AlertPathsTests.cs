using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Alerts;
using OpsConsole.Hubs;
using OpsConsole.Live;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Hubs;

/// <summary>Every order in which boards are observed, told and asked for, without a clock and without a network.</summary>
public sealed class AlertPathsTests
{
    private static readonly JsonSerializerOptions Camel = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private enum Step
    {
        Observe,
        Tell,
        Join,
        Fail,
    }

    [Fact]
    public void Whoever_joins_between_any_two_steps_ends_with_the_last_board() =>
        Prop.ForAll(
            Gen.Zip(Gen.Elements(Enum.GetValues<Step>()), Gen.Choose(0, 255)).ListOf().ToArbitrary(),
            steps => EndsWithTheLastBoard([.. steps.Select(step => (step.Item1, step.Item2))])).QuickCheckThrowOnFailure();

    [Fact]
    public void Who_was_given_a_board_that_the_others_were_never_told_is_told_the_next_one_whole() =>
        Assert.True(EndsWithTheLastBoard([(Step.Observe, 1), (Step.Tell, 0), (Step.Observe, 2), (Step.Join, 0), (Step.Observe, 1), (Step.Tell, 0)]));

    private static bool EndsWithTheLastBoard(IReadOnlyList<(Step Kind, int Which)> steps)
    {
        var live = new LiveState(TimeProvider.System);
        var messages = new LiveMessages(live, TimeProvider.System);
        var audience = new LiveAudience();
        var clients = new Dictionary<string, AlertMirror>();
        var told = AlertBoard.Empty;
        foreach (var (kind, which) in steps.Append((Step.Observe, 7)).Append((Step.Tell, 0)))
        {
            switch (kind)
            {
                case Step.Observe:
                    live.Alerts.Observed(Board(which));
                    break;
                case Step.Fail:
                    live.Alerts.Failed("main does not answer");
                    break;
                case Step.Join:
                    Join(clients, audience, live, messages);
                    break;
                default:
                    told = Tell(told, clients, audience, live, messages);
                    break;
            }
        }

        return clients.Values.All(client => client.Alerts.Keys.SequenceEqual(Board(7).Alerts.Select(alert => alert.Fingerprint)));
    }

    private static void Join(Dictionary<string, AlertMirror> clients, LiveAudience audience, LiveState live, LiveMessages messages)
    {
        var name = $"client {clients.Count}";
        audience.Joined(name, "alerts");
        audience.Answered(name, "alerts", live.Alerts.Head.Version);
        clients[name] = new AlertMirror();
        clients[name].Take(Json(messages.Whole(live.Alerts, live.Alerts.Head)));
    }

    private static AlertBoard Tell(AlertBoard told, Dictionary<string, AlertMirror> clients, LiveAudience audience, LiveState live, LiveMessages messages)
    {
        var seen = live.Alerts.Current;
        var (whole, noChanges) = audience.Newcomers("alerts", seen.Version);
        foreach (var name in whole)
        {
            clients[name].Take(Json(messages.Whole(live.Alerts, live.Alerts.Head)));
        }

        foreach (var (name, client) in clients.Where(client => !noChanges.Contains(client.Key)))
        {
            client.Take(Json(messages.Changes(told, seen)));
        }

        return seen.Value ?? told;
    }

    private static JsonElement Json(LiveMessage message) => JsonSerializer.SerializeToElement(message, Camel);

    private static AlertBoard Board(int bits) => new([.. Enumerable.Range(0, 8).Where(bit => (bits & (1 << bit)) != 0).Select(bit => Known.Alert($"{bit:x16}"))], []);
}
