using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace OpsConsole.Upstream.Notifiers;

/// <summary>Finds misspelt settings, and those that a channel's kind does not take. Passed over in silence, nobody would be called.</summary>
internal sealed class UnknownChannelSettings(IConfiguration section) : IValidateOptions<ChannelsOptions>
{
    public ValidateOptionsResult Validate(string? name, ChannelsOptions options)
    {
        var problems = section.GetChildren().SelectMany(channel => UnknownSettings.In(channel, typeof(ChannelOptions)).Concat(Misplaced(channel)))
            .Select(problem => problem.ToString()).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<Problem> Misplaced(IConfigurationSection channel) => ChannelKinds.Find(channel["Kind"] ?? string.Empty) is { } kind
        ? channel.GetChildren()
            .Where(setting => typeof(ChannelOptions).GetProperties().Any(known => known.Name.Equals(setting.Key, StringComparison.OrdinalIgnoreCase)))
            .Where(setting => !ChannelKinds.Takes(kind, setting.Key))
            .Select(setting => new Problem(setting.Path, $"is no setting of a {kind} channel; its own are {string.Join(", ", ChannelKinds.Own(kind))}"))
        : [];
}
