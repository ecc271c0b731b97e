using System.Collections.Immutable;
using OpsConsole.Alerts;

namespace OpsConsole.Api;

/// <summary>What is sent to acknowledge.</summary>
/// <param name="Alerts">The alerts' fingerprints.</param>
/// <param name="Comment">What is said to it.</param>
/// <param name="Lasts">For how long; null: as usual.</param>
/// <param name="TakesOver">Whether what somebody else has is taken over.</param>
internal sealed record AckWishBody(ImmutableArray<string> Alerts, string? Comment, TimeSpan? Lasts, bool TakesOver)
{
    /// <summary>Reads a body. Its names are part of the API: docs/api.md.</summary>
    public static AckWishBody Read(JsonBody body) => new(body.Texts("alerts"), body.Prose("comment"), body.Span("lasts"), body.Flag("takeOver"));
}

/// <summary>An acknowledgement.</summary>
internal sealed record AckReply(
    string Id, string Alert, string AlertName, string? System, DateTimeOffset FiringSince, PersonReply By, DateTimeOffset At, DateTimeOffset Until, string Comment, PersonReply? TakenFrom,
    DateTimeOffset? EndedAt, string? Ended, PersonReply? EndedBy)
{
    public static AckReply Of(Acknowledgement one) => new(
        one.Id, one.Fingerprint, one.AlertName, one.System, one.StartsAt, Person(one.By)!, one.At, one.Until, one.Comment, Person(one.TakenFrom), one.EndedAt,
        one.Ended is { } ended ? ApiWords.Of(ended) : null, Person(one.EndedBy));

    private static PersonReply? Person(AckOwner? owner) => owner is null ? null : new PersonReply(owner.Subject, owner.Name);
}

/// <summary>Acknowledgements, newest first.</summary>
/// <param name="Freshness">How far they can be trusted.</param>
/// <param name="Acknowledgements">The acknowledgements.</param>
internal sealed record AcksReply(string Freshness, IReadOnlyList<AckReply> Acknowledgements);

/// <summary>What became of one alert.</summary>
internal sealed record AckAnswerReply(string Alert, string Verdict, string Says, AckReply? Acknowledgement)
{
    public static AckAnswerReply Of(AckAnswer answer) => new(
        answer.Fingerprint, ApiWords.Of(answer.Verdict), answer.Says, answer.Acknowledgement is { } one ? AckReply.Of(one) : null);
}

/// <summary>What became of all.</summary>
/// <param name="Done">How many changed.</param>
/// <param name="Alerts">Each, in the order they were sent.</param>
internal sealed record AckAnswersReply(int Done, IReadOnlyList<AckAnswerReply> Alerts);
