using OpsConsole.Components.Format;
using OpsConsole.Silences;

namespace OpsConsole.Pages.Silences;

/// <summary>Silences in words.</summary>
internal static class SilenceWords
{
    /// <summary>The word for a state, in addresses and sentences.</summary>
    public static string Word(this SilenceState state) => state switch
    {
        SilenceState.Active => "active",
        SilenceState.Pending => "pending",
        _ => "expired",
    };

    /// <summary>The word on a tab.</summary>
    public static string Title(SilenceState state) => state.ToString();

    /// <summary>The order of the tabs.</summary>
    public static int Place(SilenceState state) => state switch
    {
        SilenceState.Active => 0,
        SilenceState.Pending => 1,
        _ => 2,
    };

    /// <summary>The state of an address; null when it names none.</summary>
    public static SilenceState? Read(string? word) => word switch
    {
        "active" => SilenceState.Active,
        "pending" => SilenceState.Pending,
        "expired" => SilenceState.Expired,
        _ => null,
    };

    /// <summary>The time that counts.</summary>
    public static DateTimeOffset At(Silence silence) => silence.State is SilenceState.Pending ? silence.StartsAt : silence.EndsAt;

    /// <summary>How far it is away: <c>in 3 h</c>, <c>2 d ago</c>.</summary>
    public static string When(Silence silence, DateTimeOffset now) => At(silence) - now is var left && left >= TimeSpan.Zero
        ? $"in {Spans.Short(left)}"
        : silence.State is SilenceState.Active ? "just now" : $"{Spans.Short(-left)} ago";

    /// <summary>What a person should notice, most urgent first.</summary>
    public static IEnumerable<string> Marks(SeenSilence seen, DateTimeOffset now)
    {
        if (seen.EndsSoonAt(now))
        {
            yield return $"ends soon, {seen.Reach!.Firing} still {(seen.Reach.Firing == 1 ? "fires" : "fire")}";
        }

        if (seen.KeptAtMostTo is not null)
        {
            yield return "until resolved";
        }

        if (seen.FitsNothing)
        {
            yield return "matches nothing";
        }

        if (!seen.WholeSystems.IsEmpty)
        {
            yield return $"all of {string.Join(", ", seen.WholeSystems)}";
        }

        if (!seen.SameAs.IsEmpty)
        {
            yield return "made twice";
        }
        else if (!seen.Within.IsEmpty)
        {
            yield return "part of a wider one";
        }
    }

    /// <summary>Text that fits a line.</summary>
    public static string Cut(string text, int most) => text.Length <= most ? text : $"{text[..most]}…";
}
