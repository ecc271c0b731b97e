namespace OpsConsole.Incidents;

/// <summary>Finds the times at which nobody would be told.</summary>
/// <param name="roster">Who can be called.</param>
/// <param name="now">From when on it matters.</param>
internal sealed class Coverage(Roster roster, DateTimeOffset now)
{
    /// <summary>The first time from now on at which none of some names is on call, in a sentence; null when there is none.</summary>
    /// <param name="names">Names of people, rotations and groups.</param>
    public string? Gap(IReadOnlyCollection<string> names)
    {
        var rotations = names.Select(roster.Rotation).OfType<Rotation>().OrderBy(one => one.Begins).ToList();
        if (rotations.Count == 0 || rotations.Count < names.Count)
        {
            // A person or a group is there at all times.
            return null;
        }

        var covered = now;
        foreach (var one in rotations)
        {
            if (one.Begins > covered)
            {
                var since = covered == now ? "now" : WallReading.Words(covered, one.Zone);
                return $"leaves a gap: nobody is on call from {since} to {WallReading.Words(one.Begins, one.Zone)}, when {one.Name} begins";
            }

            if (one.Ends is not { } end)
            {
                return null;
            }

            covered = end > covered ? end : covered;
        }

        var last = rotations.MaxBy(one => one.Ends)!;
        return $"leaves a gap: nobody is on call from {WallReading.Words(last.Ends!.Value, last.Zone)} on, when {last.Name} ends: name the rotation that follows it, too";
    }
}
