using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Live;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Incidents;

/// <summary>
/// The policies as <c>escalation.yaml</c> beside <c>access.yaml</c> says them now. An edit that can't be read changes nothing: the last good ones stay, and the problem is shown until it
/// is mended. Without the file nobody is told of anything, and that is no problem; a file that was there and is gone is one.
/// </summary>
public sealed class EscalationFile
{
    private readonly ImmutableArray<string> channels;
    private readonly TimeProvider clock;
    private byte[]? read;

    /// <summary>Reads the file for the first time.</summary>
    /// <param name="access">The file of the grants, which it lies beside.</param>
    /// <param name="channels">The channels that are configured.</param>
    /// <param name="clock">The time.</param>
    public EscalationFile(AccessFile access, ChannelBook channels, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(access);
        ArgumentNullException.ThrowIfNull(channels);
        (this.clock, this.channels) = (clock, [.. channels.All.Select(channel => channel.Name)]);
        Path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(access.Path)!, EscalationReader.File);
        Section = new LiveSection<EscalationBook>("escalation", TimeSpan.MaxValue, clock);
        Look();
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The policies in use, and what is wrong with the file: for pages that show it.</summary>
    public LiveSection<EscalationBook> Section { get; }

    /// <summary>The policies in use; null without the file, and when it was never good.</summary>
    public EscalationBook? Current => Section.Current.Value;

    /// <summary>What is wrong with the file; empty when nothing is.</summary>
    public ImmutableArray<Problem> Problems { get; private set; } = [];

    /// <summary>Looks at the file; never twice at a time.</summary>
    /// <returns>Whether anything differs from the last time: what it says, or what is wrong.</returns>
    internal bool Look()
    {
        if (!File.Exists(Path))
        {
            return read is not null && Set(new Problem(EscalationReader.File, $"{Path} was there and is gone: put it back, or start the console again to go on without it"));
        }

        var bytes = YamlFile.Bytes(Path, EscalationReader.File);
        if (bytes.IsOk && Problems.IsEmpty && read is not null && bytes.Value.AsSpan().SequenceEqual(read))
        {
            return false;
        }

        // What is wrong is looked at anew each time: a rotation that had not begun may have.
        read = bytes.IsOk ? bytes.Value : read ?? [];
        return Set(bytes.Match(content => EscalationReader.Read(EscalationReader.File, content, channels, clock.GetUtcNow()), problems => problems));
    }

    private bool Set(Result<EscalationBook> found)
    {
        if (!found.IsOk && found.Problems.SequenceEqual(Problems))
        {
            return false;
        }

        Problems = found.Problems;
        if (found.IsOk)
        {
            Section.Observed(found.Value);
        }
        else
        {
            Section.Failed(found.Problems.Length == 1 ? found.Explanation : $"{found.Problems[0]} (and {found.Problems.Length - 1} more)");
        }

        return true;
    }
}
