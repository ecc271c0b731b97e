using System.Collections.Immutable;

namespace OpsConsole.Systems.Yaml;

/// <summary>A place in a text; both count from 1.</summary>
internal readonly record struct YamlPlace(long Line, long Column);

/// <summary>A piece of a YAML document that knows where it was written.</summary>
internal abstract record YamlNode(YamlPlace Place)
{
    /// <summary>What it is, in the words of a person.</summary>
    public abstract string Kind { get; }
}

/// <summary>One value.</summary>
/// <param name="Place">Where.</param>
/// <param name="Text">As written, without quotes.</param>
/// <param name="IsEmpty">Nothing stands there, or <c>null</c> or <c>~</c> without quotes.</param>
internal sealed record YamlScalar(YamlPlace Place, string Text, bool IsEmpty) : YamlNode(Place)
{
    /// <summary>Written in quotes or as a block: text, even where it looks like a number.</summary>
    public bool IsQuoted { get; init; }

    public override string Kind => IsEmpty ? "nothing" : "a single value";
}

/// <summary>A list.</summary>
internal sealed record YamlList(YamlPlace Place, ImmutableArray<YamlNode> Items) : YamlNode(Place)
{
    public override string Kind => "a list";
}

/// <summary>Fields; a name that was written twice is in <see cref="Entries"/> once, the first one.</summary>
internal sealed record YamlFields(YamlPlace Place, ImmutableArray<YamlEntry> Entries) : YamlNode(Place)
{
    public override string Kind => "a group of fields";
}

/// <summary>One field.</summary>
internal sealed record YamlEntry(string Name, YamlPlace Place, YamlNode Value);
