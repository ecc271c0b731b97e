using System.Collections.Immutable;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Incidents;

/// <summary>The names that a file gives to people, rotations and groups while it is read, and those of the channels: each means one of them.</summary>
/// <param name="channels">The channels that are configured.</param>
internal sealed class KnownNames(ImmutableArray<string> channels)
{
    private const int Longest = 256;
    private readonly Dictionary<string, string> kinds = new(StringComparer.Ordinal);

    /// <summary>Notes a name.</summary>
    /// <param name="kind">What it is: <c>person</c>, <c>rotation</c> or <c>group</c>.</param>
    /// <param name="field">The group of fields that gives it.</param>
    /// <param name="named">The field that it stands in.</param>
    public void Add(string kind, FieldReader field, string named)
    {
        if (field.Peek(named) is not { } name)
        {
            return;
        }

        if (name.Length > Longest || name.Trim() != name || name.Any(char.IsControl))
        {
            field.Wrong(named, $"'{FieldReader.Short(name)}' is longer than {Longest} characters, begins or ends with a space, or holds a control character");
        }
        else if (!kinds.TryAdd(name, kind))
        {
            field.Wrong(named, $"'{FieldReader.Short(name)}' is a {kinds[name]} already: each name means one of them");
        }
    }

    /// <summary>What is wrong with a name that should mean one of some kinds; null when nothing is.</summary>
    public string? Wrong(string name, params string[] due)
    {
        if (kinds.TryGetValue(name, out var kind) && due.Contains(kind))
        {
            return null;
        }

        var wanted = string.Join(" or ", due.Select(one => $"a {one}"));
        return kind is not null ? $"'{FieldReader.Short(name)}' is a {kind}, and {wanted} is due here"
            : $"nobody is called '{FieldReader.Short(name)}'; {Nearest(name, [.. kinds.Where(one => due.Contains(one.Value)).Select(one => one.Key)], $"write {wanted} of this file")}";
    }

    /// <summary>What is wrong with a channel's name; null when nothing is.</summary>
    public string? WrongChannel(string name) => channels.Contains(name) ? null
        : channels.IsEmpty ? $"no channel is configured, so none is called '{FieldReader.Short(name)}': write it in the section Channels of the configuration first"
        : $"no channel is called '{FieldReader.Short(name)}'; {Nearest(name, channels, "write one of the section Channels of the configuration")}";

    private static string Nearest(string name, IReadOnlyCollection<string> known, string otherwise) => NearestName.To(name, known) is { } meant ? $"did you mean '{meant}'?"
        : known.Count is 0 or > 12 ? otherwise
        : $"known are {string.Join(", ", known.Order(StringComparer.Ordinal))}";
}
