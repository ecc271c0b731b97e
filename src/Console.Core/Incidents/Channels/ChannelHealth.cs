using System.Collections.Immutable;

namespace OpsConsole.Incidents;

/// <summary>Whether a channel carries pages, as the pages show it: of every replica, and from before a restart.</summary>
public sealed record ChannelHealth
{
    /// <summary>Its name in the configuration.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of service.</summary>
    public required ChannelKind Kind { get; init; }

    /// <summary>Where it leads: scheme and host, or the mail server; never a secret.</summary>
    public required string Address { get; init; }

    /// <summary>When it last took a page; null: never, as far as is known.</summary>
    public DateTimeOffset? LastSuccess { get; init; }

    /// <summary>When it last did not take one; null: never.</summary>
    public DateTimeOffset? LastFailure { get; init; }

    /// <summary>Why it did not take that one, in a sentence; null when there is none.</summary>
    public string? LastError { get; init; }

    /// <summary>Since when it takes none; null when it took the last one, or none was sent yet.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>How many pages wait that it did not take.</summary>
    public int DeadLetters { get; init; }
}

/// <summary>The ways to reach people.</summary>
/// <param name="Channels">Each configured channel, in the order of the configuration.</param>
/// <param name="Waiting">The dead letters that wait, newest first, at most <see cref="MostWaiting"/>; also of channels that are configured no more.</param>
public sealed record ChannelsBoard(ImmutableArray<ChannelHealth> Channels, ImmutableArray<DeadLetter> Waiting)
{
    /// <summary>The most dead letters on the board: <see cref="ChannelHealth.DeadLetters"/> counts all.</summary>
    public const int MostWaiting = 50;
}
