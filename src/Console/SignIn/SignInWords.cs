using OpsConsole.People;

namespace OpsConsole.SignIn;

/// <summary>What the sign-in page says, by a word in its address: nobody can make it say anything else.</summary>
internal static class SignInWords
{
    /// <summary>The word for a problem with signing in.</summary>
    /// <param name="problem">The problem.</param>
    public static string Code(Problem problem) => problem.Where is "password" or "locked" or "disabled" or "database" or "grants" or "record" ? problem.Where : "failed";

    /// <summary>The word for what ended a session.</summary>
    /// <param name="standing">How the session stands.</param>
    public static string? Code(Standing? standing) => standing switch
    {
        Standing.Over { Why: { } why } => why switch
        {
            SessionEnd.SignedOut => "out",
            SessionEnd.Idle => "idle",
            SessionEnd.Longest => "longest",
            SessionEnd.EndedElsewhere => "elsewhere",
            SessionEnd.EndedByAdmin => "admin",
            SessionEnd.NoGrant => "grants",
            _ => "gone",
        },
        Standing.CannotTell => "database",
        _ => null,
    };

    /// <summary>The sentence for a word; null when it is none.</summary>
    /// <param name="code">The word.</param>
    /// <param name="options">The settings that some sentences name.</param>
    public static string? Of(string? code, SignInOptions options) => code switch
    {
        "password" => "Name or password is wrong.",
        "locked" => $"Too many attempts failed. Wait until {DurationText.Words(options.Lockout.Within)} have gone by since the first, then try again.",
        "disabled" => "This user is disabled. Ask whoever keeps the users.",
        "database" => "The console's database does not answer, so nobody new can sign in. Pages that are open go on.",
        "grants" => "You are known, but no grant lets you see the console. Ask whoever keeps access.yaml to grant a role to one of your groups.",
        "record" => "Signing in could not be recorded, so nobody can sign in now. The console's log says why.",
        "failed" => "Signing in did not work. Try again; the console's log says more.",
        "again" => "This form was too old. Sign in again.",
        "out" => "You are signed out.",
        "idle" => $"Nothing was done for {DurationText.Words(options.Idle)}, so the session ended.",
        "longest" => $"The session lasted {DurationText.Words(options.Longest)}, which is as long as one may.",
        "elsewhere" => "You ended this session from another one.",
        "admin" => "An admin ended this session.",
        "gone" => "Whoever vouches for you no longer does: you were removed or disabled, or your password was changed.",
        _ => null,
    };

    /// <summary>Whether a word tells of something that went wrong.</summary>
    /// <param name="code">The word.</param>
    public static bool IsTrouble(string? code) => code is not ("out" or "idle" or "longest" or "elsewhere" or null);
}
