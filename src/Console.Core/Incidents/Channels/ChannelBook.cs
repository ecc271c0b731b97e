using System.Collections.Frozen;
using System.Collections.Immutable;

namespace OpsConsole.Incidents;

/// <summary>The configured channels, by name.</summary>
public sealed class ChannelBook
{
    private readonly FrozenDictionary<string, IChannel> byName;

    /// <summary>Makes the book.</summary>
    /// <param name="channels">The channels, in the order of the configuration; their names differ.</param>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public ChannelBook(IEnumerable<IChannel> channels)
    {
        All = [.. channels];
        byName = All.ToDictionary(channel => channel.Name, StringComparer.Ordinal).ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>All of them, in the order of the configuration.</summary>
    public ImmutableArray<IChannel> All { get; }

    /// <summary>One by its name, letter by letter; null when none is called so.</summary>
    /// <param name="name">The name.</param>
    public IChannel? Find(string name) => byName.GetValueOrDefault(name);
}
