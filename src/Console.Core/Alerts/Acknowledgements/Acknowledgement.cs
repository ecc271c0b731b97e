using OpsConsole.Access;

namespace OpsConsole.Alerts;

/// <summary>Who has something.</summary>
/// <param name="Subject">Who it is, the same for ever.</param>
/// <param name="Name">The name to show.</param>
public sealed record AckOwner(string Subject, string Name)
{
    /// <summary>A person.</summary>
    /// <param name="person">The person.</param>
    public static AckOwner Of(Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return new AckOwner(person.Subject, person.Name);
    }
}

/// <summary>Why an acknowledgement is over.</summary>
public enum AckEnd
{
    /// <summary>The alert resolved, or fires anew since then.</summary>
    Resolved,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Somebody took it back.</summary>
    Withdrawn,

    /// <summary>Somebody else has the alert now.</summary>
    TakenOver,
}

/// <summary>
/// Somebody has an alert: an owner with a comment, for a while. It is no silence: notifications go out as before. It is for one firing of one alert, and ends with it.
/// </summary>
public sealed record Acknowledgement
{
    /// <summary>Its id; later ones come after earlier ones.</summary>
    public required string Id { get; init; }

    /// <summary>The alert.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Since when the alert fired when it was acknowledged: what tells this firing from the next.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>The alert's name: untrusted text.</summary>
    public required string AlertName { get; init; }

    /// <summary>The system that claimed the alert; null for none.</summary>
    public string? System { get; init; }

    /// <summary>Who has it.</summary>
    public required AckOwner By { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Until when; from that instant on the alert counts as unacknowledged.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>What they say to it: untrusted text, may be empty.</summary>
    public string Comment { get; init; } = string.Empty;

    /// <summary>Who had it before and it was taken over from; null for nobody.</summary>
    public AckOwner? TakenFrom { get; init; }

    /// <summary>When it was over; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it is over; null while it goes on.</summary>
    public AckEnd? Ended { get; init; }

    /// <summary>Who ended it; null where nobody did: the alert resolved, or the time was over.</summary>
    public AckOwner? EndedBy { get; init; }

    /// <summary>Whether it is for the firing that an alert is in now.</summary>
    /// <param name="alert">The alert.</param>
    public bool IsFor(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);

        // Another Alertmanager may tell an earlier beginning of the same firing; a later beginning is another firing.
        return alert.Fingerprint == Fingerprint && alert.State is not AlertState.Pending && alert.StartsAt.UtcTicks / TimeSpan.TicksPerMicrosecond <= StartsAt.UtcTicks / TimeSpan.TicksPerMicrosecond;
    }
}
