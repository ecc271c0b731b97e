using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OpsConsole.Access;
using OpsConsole.Audit;

namespace OpsConsole.People;

/// <summary>Puts what people do about signing in on the record.</summary>
/// <param name="audit">The record.</param>
/// <param name="log">Told when an entry can't be recorded and nothing depends on it.</param>
public sealed class SignInRecord(IAuditLog audit, ILogger<SignInRecord> log)
{
    private const string SignIn = "sign-in";

    /// <summary>Somebody was refused.</summary>
    /// <param name="who">Who, as far as is known; see <see cref="Stranger"/>.</param>
    /// <param name="why">Why.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task DeniedAsync(Person who, string why, CancellationToken cancellation) =>
        TellAsync(new AuditEvent { Actor = who, Action = SignIn, Stage = AuditStage.Denied, Reason = why }, cancellation);

    /// <summary>Somebody who did not prove who they are. What they typed as a name is shown only when it can't be a password or a trick.</summary>
    /// <param name="typed">What was typed, or what a header said; null for nothing.</param>
    /// <param name="exists">Whether there is such a user.</param>
    /// <param name="method">How they tried to sign in.</param>
    /// <param name="address">From where.</param>
    public static Person Stranger(string? typed, bool exists, SignInMethod method, string? address)
    {
        var isShown = typed is not null && (exists || (typed.Length is > 0 and <= 32 && typed.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or '@')));
        return new Person("unknown", isShown ? typed! : "somebody", [], method) { Address = address };
    }

    internal Task<Result<AuditReceipt>> SignedInAsync(Session session, CancellationToken cancellation) => audit.AppendAsync(
        new AuditEvent
        {
            Actor = session.Person,
            Action = SignIn,
            Stage = AuditStage.Succeeded,
            Correlation = Affair(session),
            Parameters = ImmutableSortedDictionary<string, string>.Empty.Add("groups", string.Join(", ", session.Person.Groups)),
        },
        cancellation);

    internal Task EndedAsync(Session session, SessionEnd why, string? words, Person by, CancellationToken cancellation) => TellAsync(
        new AuditEvent
        {
            Actor = by,
            Action = why is SessionEnd.SignedOut ? "sign-out" : "session-end",
            Stage = AuditStage.Succeeded,
            Target = by.Subject == session.Person.Subject ? null : session.Person.Subject,
            Reason = words ?? Why(why),
            Correlation = Affair(session),
        },
        cancellation);

    internal Task TokenAsync(Person by, string action, AuditStage stage, string? token, string? why, CancellationToken cancellation, params ReadOnlySpan<(string Name, string Value)> parameters) =>
        TellAsync(TokenEvent(by, action, stage, token, why, parameters), cancellation);

    internal Task<Result<AuditReceipt>> TokenMadeAsync(Person by, string token, CancellationToken cancellation, params ReadOnlySpan<(string Name, string Value)> parameters) =>
        audit.AppendAsync(TokenEvent(by, "token-make", AuditStage.Succeeded, token, null, parameters), cancellation);

    internal async Task TellAsync(AuditEvent happened, CancellationToken cancellation)
    {
        var receipt = await audit.AppendAsync(happened, cancellation);
        if (!receipt.IsOk)
        {
            log.NotRecorded(happened.Action, happened.Stage, receipt.Explanation);
        }
    }

    private static AuditEvent TokenEvent(Person by, string action, AuditStage stage, string? token, string? why, ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var named = ImmutableSortedDictionary.CreateBuilder<string, string>();
        foreach (var (name, value) in parameters)
        {
            named[name] = value;
        }

        return new() { Actor = by, Action = action, Stage = stage, Target = token, Reason = why, Parameters = named.ToImmutable(), Correlation = token is null ? null : $"token-{token}" };
    }

    /// <summary>Joins what happened in one session; part of its id is enough.</summary>
    private static string Affair(Session session) => $"session-{session.Id[..16]}";

    private static string Why(SessionEnd why) => why switch
    {
        SessionEnd.SignedOut => "signed out",
        SessionEnd.Idle => "nothing was done for too long",
        SessionEnd.Longest => "it lasted as long as a session may",
        SessionEnd.EndedElsewhere => "ended by its person from another session",
        SessionEnd.EndedByAdmin => "ended by an admin",
        SessionEnd.NoGrant => "no grant lets the person see the console",
        _ => "who vouched for the person no longer does",
    };
}
