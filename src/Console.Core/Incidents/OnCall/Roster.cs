using System.Collections.Immutable;

namespace OpsConsole.Incidents;

/// <summary>Everybody who can be called, and who takes turns with whom. A name means one of them: a person, a rotation or a group.</summary>
/// <param name="People">The people.</param>
/// <param name="Rotations">Those who take turns.</param>
/// <param name="Groups">Those who are told at once.</param>
public sealed record Roster(ImmutableArray<OnCallPerson> People, ImmutableArray<Rotation> Rotations, ImmutableArray<OnCallGroup> Groups)
{
    /// <summary>Nobody.</summary>
    public static Roster Empty { get; } = new([], [], []);

    /// <summary>Whether a name means somebody.</summary>
    /// <param name="name">The name.</param>
    public bool Knows(string name) => People.Any(one => one.Subject == name) || Rotations.Any(one => one.Name == name) || Groups.Any(one => one.Name == name);

    /// <summary>A rotation by its name; null when there is none.</summary>
    /// <param name="name">The name.</param>
    public Rotation? Rotation(string name) => Rotations.FirstOrDefault(one => one.Name == name);

    /// <summary>Whom a name means at a time.</summary>
    /// <param name="name">A person's subject, or the name of a rotation or a group.</param>
    /// <param name="at">The time.</param>
    /// <returns>The people; none when the name means nobody then.</returns>
    public ImmutableArray<OnCallPerson> WhoIs(string name, DateTimeOffset at)
    {
        if (People.FirstOrDefault(one => one.Subject == name) is { } person)
        {
            return [person];
        }

        // A rotation among its own participants was refused when the file was read: this comes to an end.
        return Rotation(name) is { } rotation ? rotation.ShiftAt(at) is { } shift ? WhoIs(shift.Who, at) : []
            : Groups.FirstOrDefault(one => one.Name == name) is { } group ? [.. group.People.SelectMany(one => WhoIs(one, at))]
            : [];
    }

    /// <summary>Whom several names mean at a time, each once.</summary>
    /// <param name="names">The names.</param>
    /// <param name="at">The time.</param>
    public ImmutableArray<OnCallPerson> WhoAre(IEnumerable<string> names, DateTimeOffset at) => [.. names.SelectMany(name => WhoIs(name, at)).DistinctBy(one => one.Subject)];

    /// <summary>Whom several names mean, for a person to read: <c>Anna Ek (platform), the leads (Ben Ek, Cleo Ek)</c>.</summary>
    /// <param name="names">The names.</param>
    /// <param name="at">The time.</param>
    public string Words(IEnumerable<string> names, DateTimeOffset at) => string.Join(", ", names.Select(name =>
    {
        var people = string.Join(", ", WhoIs(name, at).Select(one => one.Name));
        return People.Any(one => one.Subject == name) ? people
            : people.Length == 0 ? $"nobody ({name})"
            : $"{people} ({name})";
    }));
}
