using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Incidents;

/// <summary>Reads who can be called: people, groups and rotations.</summary>
/// <param name="known">The names.</param>
internal sealed class RosterReader(KnownNames known)
{
    private const int LongestAddress = 320;

    /// <summary>Reads them, and notes their names.</summary>
    public Roster Read(FieldReader top)
    {
        // All names first: a rotation may stand above the one it names.
        List<FieldReader> people = [.. top.Groups("people")], rotations = [.. top.Groups("rotations")], groups = [.. top.Groups("groups")];
        people.ForEach(field => known.Add("person", field, "subject"));
        rotations.ForEach(field => known.Add("rotation", field, "name"));
        groups.ForEach(field => known.Add("group", field, "name"));
        ImmutableArray<(FieldReader Field, Rotation Rotation)> read = [.. rotations.Select(field => (field, new RotationReader(known).Read(field)))];
        RefuseLoops(read);
        RefuseLateOnes(read);
        return new Roster([.. people.Select(ReadPerson)], [.. read.Select(one => one.Rotation)], [.. groups.Select(ReadGroup)]);
    }

    private OnCallPerson ReadPerson(FieldReader field)
    {
        var subject = field.Text("subject", "who it is, as sign-in and access.yaml know them");
        var name = field.OptionalText("name") ?? subject;
        var reach = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (field.Group("reach") is { } addresses)
        {
            foreach (var channel in addresses.Names.Distinct())
            {
                var address = addresses.Text(channel, "their address at this channel, for example ada@example.org");
                if (known.WrongChannel(channel) is { } unknown)
                {
                    addresses.Wrong(channel, unknown);
                }
                else if (address.Length > LongestAddress || address.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || letter is ',' or ';' or '<' or '>'))
                {
                    addresses.Wrong(channel, $"'{FieldReader.Short(address)}' is no one address: no spaces, commas or brackets, {LongestAddress} characters at most");
                }
                else
                {
                    reach[channel] = address;
                }
            }
        }

        field.RefuseTheRest();
        return new OnCallPerson(subject, name, reach.ToImmutable());
    }

    private OnCallGroup ReadGroup(FieldReader field)
    {
        var name = field.Text("name", "what policies call it");
        var people = field.Texts("people", one => known.Wrong(one, "person"));
        if (!field.Has("people") || field.IsEmptyList("people"))
        {
            field.Wrong("people", "names nobody: write people: [SUBJECT, ...]");
        }

        field.RefuseTheRest();
        return new OnCallGroup(name, people);
    }

    private static void RefuseLoops(ImmutableArray<(FieldReader Field, Rotation Rotation)> all)
    {
        foreach (var (field, rotation) in all)
        {
            if (Loops.From(rotation.Name, name => all.Where(one => one.Rotation.Name == name).SelectMany(one => one.Rotation.Participants)) is { } way)
            {
                field.Wrong("participants", $"come back to itself, so that nobody is on call: {string.Join(" -> ", way)}");
            }
        }
    }

    /// <summary>A rotation whose participant is a rotation must not reach further than that one.</summary>
    private static void RefuseLateOnes(ImmutableArray<(FieldReader Field, Rotation Rotation)> all)
    {
        foreach (var (field, outer) in all)
        {
            foreach (var inner in all.Select(one => one.Rotation).Where(one => outer.Participants.Contains(one.Name) && one != outer))
            {
                if (inner.Start > outer.Start)
                {
                    field.Wrong("participants", $"'{inner.Name}' begins on {Day(inner.Start)} only, and this one on {Day(outer.Start)}: nobody would be on call before");
                }
                else if (inner.End is { } end && (outer.End is not { } own || own > end))
                {
                    field.Wrong("participants", $"'{inner.Name}' ends on {Day(end)}: nobody would be on call from then on");
                }
            }
        }
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Finds names that lead back to themselves.</summary>
internal static class Loops
{
    /// <summary>The way from a name back to itself; null when there is none.</summary>
    /// <param name="name">The name.</param>
    /// <param name="next">What a name leads to.</param>
    public static ImmutableArray<string>? From(string name, Func<string, IEnumerable<string>> next)
    {
        var ways = new Queue<ImmutableArray<string>>([[name]]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (ways.TryDequeue(out var way))
        {
            foreach (var one in next(way[^1]))
            {
                if (one == name)
                {
                    return way.Add(one);
                }

                if (seen.Add(one))
                {
                    ways.Enqueue(way.Add(one));
                }
            }
        }

        return null;
    }
}
