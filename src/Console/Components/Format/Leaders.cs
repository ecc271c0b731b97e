using OpsConsole.Leadership;

namespace OpsConsole.Components.Format;

/// <summary>Leadership in words.</summary>
internal static class Leaders
{
    /// <summary>The end of a pod's name that tells it from its sisters: <c>x2m4q</c> of <c>operator-7c9f6d5b8-x2m4q</c>.</summary>
    public static string Tail(string? holder)
    {
        if (string.IsNullOrEmpty(holder))
        {
            return "nobody";
        }

        // client-go's identity is the host name, then _ and a random id.
        var pod = holder.Split('_')[0];
        var tail = pod[(pod.LastIndexOf('-') + 1)..];

        // The number of a stateful set's pod says nothing alone.
        return tail.Length is >= 4 and <= 12 && !tail.All(char.IsAsciiDigit) ? tail : pod;
    }

    /// <summary>The state in two words.</summary>
    public static string State(LeaderState state) => state switch
    {
        LeaderState.Led => "Led",
        LeaderState.Nobody => "Nobody",
        LeaderState.SplitBrain => "Two leaders",
        LeaderState.Disagreement => "Sources disagree",
        LeaderState.LeaseMissing => "No lease",
        _ => "Not known",
    };

    /// <summary>Whether the state needs a person.</summary>
    public static bool IsBad(LeaderState state) => state is LeaderState.Nobody or LeaderState.SplitBrain or LeaderState.LeaseMissing;

    /// <summary>The story of the terms, for those who can't see the line.</summary>
    public static string Story(IReadOnlyList<LeaderTerm> terms) => terms.Count == 0
        ? "No history is known"
        : $"Last {Spans.Short(terms[^1].To - terms[0].From)}: " + string.Join(", ", terms.Select(term =>
            $"{(!term.Known ? "not known" : term.Holder is { } holder ? $"led by {Tail(holder)}" : "led by nobody")} for {Spans.Long(term.To - term.From)}"));
}
