using System.Collections.Immutable;
using OpsConsole.Systems.Yaml;

namespace OpsConsole.Systems.Reading;

/// <summary>
/// Reads one group of fields. Every wrong field becomes a problem and a harmless stand-in, so that one pass finds all problems; what was
/// never asked for is refused at the end. The result is only used when there was no problem.
/// </summary>
/// <param name="fields">The group.</param>
/// <param name="path">The group's path, empty at the top.</param>
/// <param name="problems">Where problems go.</param>
internal sealed partial class FieldReader(YamlFields fields, string path, ProfileProblems problems)
{
    private readonly List<string> known = [];

    /// <summary>Where each expression of the profile stands, for whoever finds it wrong later.</summary>
    public required ImmutableDictionary<string, string>.Builder Places { get; init; }

    /// <summary>Where the group begins.</summary>
    public YamlPlace Place => fields.Place;

    /// <summary>Reports a problem with a field, at its value.</summary>
    public void Wrong(string name, string what) => problems.Add(PlaceOf(name), PathOf(name), what);

    /// <summary>Reports a problem with the group as a whole.</summary>
    public void Wrong(string what) => problems.Add(fields.Place, path, what);

    /// <summary>Whether the field is written and not empty.</summary>
    public bool Has(string name) => Find(name) is { } node and not YamlScalar { IsEmpty: true };

    /// <summary>Whether the field is a group of fields, where a single value would do as well.</summary>
    public bool IsGroup(string name) => Find(name) is YamlFields;

    /// <summary>Whether the field is a list with nothing in it, or written with nothing behind it.</summary>
    public bool IsEmptyList(string name) => Find(name) is YamlList { Items.IsEmpty: true } or YamlScalar { IsEmpty: true };

    /// <summary>A field's text without a check; null when there is none.</summary>
    public string? Peek(string name) => Find(name) is YamlScalar { IsEmpty: false } scalar ? scalar.Text : null;

    /// <summary>Lets fields stand that nobody reads.</summary>
    /// <param name="names">The fields.</param>
    public void Skip(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            Ask(name);
        }
    }

    /// <summary>Refuses the fields that nobody asked for.</summary>
    public void RefuseTheRest()
    {
        foreach (var entry in fields.Entries.Where(entry => !known.Contains(entry.Name)))
        {
            var advice = NearestName.To(entry.Name, known) is { } meant ? $"did you mean '{meant}'?" : $"known here are {string.Join(", ", known)}";
            problems.Add(entry.Place, PathOf(entry.Name), $"unknown field '{Short(entry.Name)}'; {advice}");
        }
    }

    /// <summary>A group of fields inside this one; null when it is absent (or no group, which is a problem).</summary>
    public FieldReader? Group(string name)
    {
        switch (Ask(name))
        {
            case null or YamlScalar { IsEmpty: true }:
                return null;
            case YamlFields group:
                return Inside(group, PathOf(name));
            case var other:
                Wrong(name, $"must be a group of fields, not {other.Kind}");
                return null;
        }
    }

    /// <summary>The groups of a list; none when it is absent.</summary>
    public IEnumerable<FieldReader> Groups(string name)
    {
        var at = -1;
        foreach (var item in Items(name))
        {
            at++;
            if (item is YamlFields group)
            {
                yield return Inside(group, $"{PathOf(name)}[{at}]");
            }
            else
            {
                problems.Add(item.Place, $"{PathOf(name)}[{at}]", $"must be a group of fields, not {item.Kind}");
            }
        }
    }

    /// <summary>The texts of a list, checked one by one; none when it is absent.</summary>
    /// <param name="name">The field.</param>
    /// <param name="check">What is wrong with a text; null when nothing is.</param>
    public ImmutableArray<string> Texts(string name, Func<string, string?> check)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        var at = -1;
        foreach (var item in Items(name))
        {
            at++;
            var wrong = item is not YamlScalar { IsEmpty: false } scalar ? $"must be a single value, not {item.Kind}"
                : texts.Contains(scalar.Text) ? $"'{Short(scalar.Text)}' is listed twice"
                : check(scalar.Text);
            if (wrong is not null)
            {
                problems.Add(item.Place, $"{PathOf(name)}[{at}]", wrong);
                continue;
            }

            texts.Add(((YamlScalar)item).Text);
        }

        return texts.ToImmutable();
    }

    /// <summary>The names that the group's fields were given, where a person chooses them.</summary>
    public ImmutableArray<string> Names => [.. fields.Entries.Select(entry => entry.Name)];

    private FieldReader Inside(YamlFields group, string its) => new(group, its, problems) { Places = Places };

    private ImmutableArray<YamlNode> Items(string name)
    {
        switch (Ask(name))
        {
            case null or YamlScalar { IsEmpty: true }:
                return [];
            case YamlList list:
                return list.Items;
            case var other:
                Wrong(name, $"must be a list, not {other.Kind}");
                return [];
        }
    }

    private YamlNode? Ask(string name)
    {
        if (!known.Contains(name))
        {
            known.Add(name);
        }

        return Find(name);
    }

    private YamlNode? Find(string name) => fields.Entries.FirstOrDefault(entry => entry.Name == name)?.Value;

    private YamlPlace PlaceOf(string name) => Find(name)?.Place ?? fields.Place;

    private string PathOf(string name) => path.Length == 0 ? Short(name) : $"{path}.{Short(name)}";

    /// <summary>Enough of a text to find it by, on one line: a file may hold a megabyte in one value.</summary>
    internal static string Short(string text)
    {
        var line = string.Concat(text.Take(60).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? ' ' : letter));
        return text.Length > 60 ? line + "..." : line;
    }
}
