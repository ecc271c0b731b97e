using System.Collections.Immutable;
using OpsConsole.Systems.Yaml;

namespace OpsConsole.Systems.Reading;

/// <summary>What is wrong with one profile, each with <c>file:line:column field</c>.</summary>
/// <param name="file">The file as people see it: <c>systems/x.yaml</c>.</param>
internal sealed class ProfileProblems(string file)
{
    private readonly List<(YamlPlace Place, Problem Problem)> found = [];

    /// <summary>In the order of the file, so that a person mends from the top.</summary>
    public ImmutableArray<Problem> All => [.. found.OrderBy(one => one.Place.Line).ThenBy(one => one.Place.Column).Select(one => one.Problem)];

    public void Add(YamlPlace place, string field, string what) =>
        found.Add((place, new Problem($"{file}:{place.Line}:{place.Column} {field}".TrimEnd(), what)));
}
