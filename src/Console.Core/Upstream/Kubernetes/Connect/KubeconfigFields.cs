using System.Collections.Immutable;
using OpsConsole.Systems.Yaml;

namespace OpsConsole.Upstream.Kubernetes.Connect;

/// <summary>A group of fields of a kubeconfig that knows what it is called. Fields the console does not know are let be: other tools put theirs in.</summary>
/// <param name="File">The file it stands in.</param>
/// <param name="At">Its path: <c>users[ada].user</c>.</param>
/// <param name="Written">What is written; null for nothing.</param>
internal sealed record KubeconfigFields(string File, string At, YamlFields? Written)
{
    /// <summary>A single value; null when it is missing or empty.</summary>
    public string? Text(string name) => Find(name) switch
    {
        null or YamlScalar { IsEmpty: true } or YamlScalar { Text: "" } => null,
        YamlScalar value => value.Text,
        var other => throw Fault(name, $"must be a single value, not {other.Kind}"),
    };

    /// <summary>A value that must be there.</summary>
    public string Required(string name) => Text(name) ?? throw Fault(name, "is missing");

    /// <summary>True or false; false when it is missing.</summary>
    public bool Flag(string name) => Text(name) is { } text && (bool.TryParse(text, out var flag) ? flag : throw Fault(name, "must be true or false"));

    /// <summary>A file's full name; null when it is missing. A relative one is meant from the kubeconfig's folder.</summary>
    public string? Path(string name) => Text(name) is { } path ? Full(name, path) : null;

    /// <summary>A path as it is meant from the kubeconfig's folder.</summary>
    public string Full(string name, string path) =>
        !path.Contains('\0', StringComparison.Ordinal) ? System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(File))!, path)
            : throw Fault(name, "must be the name of a file");

    /// <summary>A group of fields; null when it is missing.</summary>
    public KubeconfigFields? Group(string name) => Find(name) switch
    {
        null or YamlScalar { IsEmpty: true } => null,
        YamlFields fields => new(File, Place(name), fields),
        var other => throw Fault(name, $"must be a group of fields, not {other.Kind}"),
    };

    /// <summary>A list's groups, each with its place in the list.</summary>
    public IEnumerable<KubeconfigFields> Groups(string name) => Items(name).Select((item, index) => item as YamlFields is { } fields
        ? new KubeconfigFields(File, $"{Place(name)}[{index}]", fields)
        : throw Fault($"{name}[{index}]", $"must be a group of fields, not {item.Kind}"));

    /// <summary>A list's values.</summary>
    public ImmutableArray<string> Texts(string name) => [.. Items(name).Select((item, index) => item as YamlScalar is { } value
        ? value.Text
        : throw Fault($"{name}[{index}]", $"must be a single value, not {item.Kind}"))];

    /// <summary>Something that is wrong with a field.</summary>
    public KubeconfigFault Fault(string name, string what) => new(File, Place(name), what);

    /// <summary>What to call a field in a message: file and path.</summary>
    public string Called(string name) => $"{File} {Place(name)}";

    /// <summary>Whatever is written in a field.</summary>
    public YamlNode? Find(string name) => Written?.Entries.FirstOrDefault(entry => entry.Name == name)?.Value;

    private ImmutableArray<YamlNode> Items(string name) => Find(name) switch
    {
        null or YamlScalar { IsEmpty: true } => [],
        YamlList list => list.Items,
        var other => throw Fault(name, $"must be a list, not {other.Kind}"),
    };

    private string Place(string name) => name.Length == 0 ? At : At.Length == 0 ? name : $"{At}.{name}";
}

/// <summary>Ends the reading of a kubeconfig at the first thing that is wrong; never leaves <see cref="Kubeconfig"/>.</summary>
internal sealed class KubeconfigFault(string file, string place, string message) : Exception(message)
{
    public Problem Problem => new(place.Length == 0 ? file : $"{file} {place}", Message);
}
