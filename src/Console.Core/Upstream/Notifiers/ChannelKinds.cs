using System.Collections.Immutable;
using OpsConsole.Incidents;

namespace OpsConsole.Upstream.Notifiers;

/// <summary>Which settings each kind of channel takes: the one table behind binding, validation and their words.</summary>
internal static class ChannelKinds
{
    private static readonly ImmutableArray<string> Common =
        [nameof(ChannelOptions.Name), nameof(ChannelOptions.Kind), nameof(ChannelOptions.Timeout), nameof(ChannelOptions.Tries), nameof(ChannelOptions.Within)];

    /// <summary>The kind of that name, in any case of letters; null when there is none.</summary>
    public static ChannelKind? Find(string name) =>
        Enum.GetValues<ChannelKind>().Where(kind => kind.ToString().Equals(name, StringComparison.OrdinalIgnoreCase)).Select(kind => (ChannelKind?)kind).FirstOrDefault();

    /// <summary>The settings that a kind takes beside those of all.</summary>
    public static ImmutableArray<string> Own(ChannelKind kind) => kind switch
    {
        ChannelKind.PagerDuty => [nameof(ChannelOptions.RoutingKeyFile), nameof(ChannelOptions.Url), nameof(ChannelOptions.CaFile)],
        ChannelKind.Slack => [nameof(ChannelOptions.UrlFile), nameof(ChannelOptions.CaFile)],
        ChannelKind.Webhook => [nameof(ChannelOptions.Url), nameof(ChannelOptions.UrlFile), nameof(ChannelOptions.SecretFile), nameof(ChannelOptions.CaFile)],
        _ =>
        [
            nameof(ChannelOptions.Server), nameof(ChannelOptions.Port), nameof(ChannelOptions.Tls), nameof(ChannelOptions.Username),
            nameof(ChannelOptions.PasswordFile), nameof(ChannelOptions.From), nameof(ChannelOptions.To),
        ],
    };

    /// <summary>Whether a kind takes a setting.</summary>
    public static bool Takes(ChannelKind kind, string setting) =>
        Common.Concat(Own(kind)).Contains(setting, StringComparer.OrdinalIgnoreCase);
}
