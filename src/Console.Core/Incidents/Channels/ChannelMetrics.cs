using System.Diagnostics.Metrics;
using OpsConsole.Live;

namespace OpsConsole.Incidents;

/// <summary>Counts and times the pages that this replica handed over, and says how many dead letters wait.</summary>
internal sealed class ChannelMetrics
{
    private readonly Counter<long> deliveries;
    private readonly Histogram<double> durations;

    public ChannelMetrics(IMeterFactory meters, LiveState live)
    {
        var meter = meters.Create("OpsConsole");
        deliveries = meter.CreateCounter<long>("opsconsole.channels.deliveries", "{page}", "Pages handed to channels, by channel and result: delivered, refused, failed.");
        durations = meter.CreateHistogram<double>("opsconsole.channels.duration", "s", "Time to hand a page over, with all tries and the pauses between.");
        meter.CreateObservableGauge("opsconsole.channels.dead_letters", () => Waiting(live), null, "Pages that a channel did not take and nobody sent again, by channel.");
    }

    /// <summary>One is over.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="delivery">What became of it.</param>
    public void Over(ChannelIdentity channel, Delivery delivery)
    {
        var name = KeyValuePair.Create<string, object?>("channel", channel.Name);
        var result = delivery.IsDelivered ? "delivered" : delivery.MayPass ? "failed" : "refused";
        deliveries.Add(1, name, KeyValuePair.Create<string, object?>("result", result));
        durations.Record(delivery.Took.TotalSeconds, name);
    }

    private static IEnumerable<Measurement<long>> Waiting(LiveState live) => (live.Channels.Current.Value?.Channels ?? []).Select(channel =>
        new Measurement<long>(channel.DeadLetters, KeyValuePair.Create<string, object?>("channel", channel.Name)));
}
