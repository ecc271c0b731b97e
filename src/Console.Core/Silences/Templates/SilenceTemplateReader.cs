using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Silences;

/// <summary>Reads <c>silences.yaml</c>: all templates, or all that is wrong, each with <c>silences.yaml:LINE:COLUMN field</c>.</summary>
public static class SilenceTemplateReader
{
    /// <summary>The file's name; it lies beside <c>access.yaml</c>.</summary>
    public const string File = "silences.yaml";

    private const int LongestName = 100;
    private static readonly YamlKind Kind = new("the list of templates", "templates", "templates: and a list of them, each with a name, a system, matchers and a duration");

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The templates; none where there is no file.</returns>
    public static Result<ImmutableArray<SilenceTemplate>> Read(string path) => !System.IO.File.Exists(path) ? ImmutableArray<SilenceTemplate>.Empty
        : YamlFile.Bytes(path, Path.GetFileName(path)).Match(bytes => Read(Path.GetFileName(path), bytes), problems => problems);

    /// <summary>Reads its content.</summary>
    /// <param name="file">The file as people see it.</param>
    /// <param name="content">What is in it.</param>
    public static Result<ImmutableArray<SilenceTemplate>> Read(string file, ReadOnlySpan<byte> content) => YamlFile.Read(file, content, Kind, top =>
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        ImmutableArray<SilenceTemplate> templates = [.. top.Groups("templates").Select(field => ReadOne(field, names))];
        if (!top.Has("templates"))
        {
            top.Wrong("templates", "is missing or empty: write for example - {name: Storage patching, system: billing, matchers: ['system=\"billing\"'], duration: 2h}");
        }

        top.RefuseTheRest();
        return templates;
    });

    private static SilenceTemplate ReadOne(FieldReader field, HashSet<string> names)
    {
        var name = field.Text("name", "what people choose it by, for example Storage patching").Trim();
        if (name.Length > LongestName || name.Any(char.IsControl))
        {
            field.Wrong("name", $"must be one line of at most {LongestName} letters");
        }
        else if (name.Length > 0 && !names.Add(name))
        {
            field.Wrong("name", $"'{FieldReader.Short(name)}' is taken by another template");
        }

        var system = field.ObjectName("system", "the id of the system that it is for");
        var matchers = ReadMatchers(field);
        var duration = field.Duration("duration", "how long it lasts");
        var until = field.Has("until") && field.Choice("until", "resolved") == "resolved";
        if (until && duration > TimeSpan.FromHours(24))
        {
            field.Wrong("duration", "is longer than 24h: until resolved, the console lets no silence go on by itself for longer");
        }

        var about = field.OptionalText("about");
        field.RefuseTheRest();
        return new SilenceTemplate(name, system, matchers, duration, until, about);
    }

    private static ImmutableArray<Matcher> ReadMatchers(FieldReader field)
    {
        var texts = field.Texts("matchers", text => Matcher.Parse(text) is { IsOk: false } wrong ? $"{wrong.Problems[0].Where}: {wrong.Problems[0].What}" : null);
        ImmutableArray<Matcher> matchers = [.. texts.Select(Matcher.Parse).Where(read => read.IsOk).Select(read => read.Value)];
        if (matchers.IsEmpty || matchers.All(matcher => matcher.Matches(string.Empty)))
        {
            field.Wrong("matchers", matchers.IsEmpty ? "is missing or empty: write for example ['system=\"billing\"']" : "fit every alert that lacks these labels: at least one must ask for a value");
        }

        return matchers;
    }
}
