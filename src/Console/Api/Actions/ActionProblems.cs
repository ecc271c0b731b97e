using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using OpsConsole.Access;
using OpsConsole.Remediation;

namespace OpsConsole.Api;

/// <summary>Why something was not done, as problem details (RFC 9457): the status by the kind of reason, <c>errors</c> by the field.</summary>
internal static class ActionProblems
{
    /// <summary>400: the body is not what it should be.</summary>
    /// <param name="problems">What is wrong.</param>
    public static ProblemHttpResult Unreadable(ImmutableArray<Problem> problems) => Of(StatusCodes.Status400BadRequest, "The request can't be read", problems);

    /// <summary>400: one header or part of the address is not what it should be.</summary>
    public static ProblemHttpResult Unreadable(string where, string what) => Unreadable([new Problem(where, what)]);

    /// <summary>403: the grant that is missing.</summary>
    /// <param name="person">Who.</param>
    /// <param name="action">What they lack.</param>
    /// <param name="system">On which system.</param>
    /// <param name="reason">Why not.</param>
    public static ProblemHttpResult Denied(Person person, GuardedAction action, string? system, string reason)
    {
        var refusal = new Refusal(person, action, system, reason);
        return Of(StatusCodes.Status403Forbidden, refusal.Title, [new Problem("grant", refusal.Words)], ("action", action.Name), ("system", system));
    }

    /// <summary>422: what is asked makes no sense or is out of bounds.</summary>
    /// <param name="problems">What is wrong.</param>
    public static ProblemHttpResult Wrong(ImmutableArray<Problem> problems) => Of(StatusCodes.Status422UnprocessableEntity, "This can't be asked for", problems);

    /// <summary>503: no plan can be made now; 409: the server refuses the rehearsal, and would again.</summary>
    /// <param name="answer">How far it came.</param>
    public static ProblemHttpResult Unplannable(PlanAnswer.Unplannable answer) => Of(
        answer.IsRefused ? StatusCodes.Status409Conflict : StatusCodes.Status503ServiceUnavailable,
        answer.IsRefused ? "The rehearsal was refused" : "No plan can be made now",
        [new Problem(ApiWords.Of(answer.Stage), answer.Because)], ("stage", ApiWords.Of(answer.Stage)), ("guards", GuardReply.Of(answer.Guards)));

    /// <summary>404.</summary>
    /// <param name="what">What there is not.</param>
    public static ProblemHttpResult NotFound(string what) => Of(StatusCodes.Status404NotFound, "Not found", [new Problem(string.Empty, what)]);

    /// <summary>503: the store does not answer.</summary>
    /// <param name="why">Why not.</param>
    public static ProblemHttpResult Away(string why) => Of(StatusCodes.Status503ServiceUnavailable, "The store does not answer", [new Problem("storage", why)]);

    /// <summary>Why an action was not confirmed.</summary>
    /// <param name="problems">What is wrong.</param>
    public static ProblemHttpResult NotConfirmed(ImmutableArray<Problem> problems) => Of(StatusOf(problems, otherwise: StatusCodes.Status422UnprocessableEntity), "Nothing was done", problems);

    /// <summary>Why a run that is there was not moved on.</summary>
    /// <param name="problems">What is wrong.</param>
    public static ProblemHttpResult NotMoved(ImmutableArray<Problem> problems) => Of(
        problems.All(problem => problem.Where == "reason") ? StatusCodes.Status422UnprocessableEntity : StatusOf(problems, otherwise: StatusCodes.Status409Conflict), "Nothing was done", problems);

    private static int StatusOf(ImmutableArray<Problem> problems, int otherwise) =>
        Any(problems, "storage", "audit") ? StatusCodes.Status503ServiceUnavailable
        : Any(problems, "grant") ? StatusCodes.Status403Forbidden
        : Any(problems, "plan", "guards", "state") ? StatusCodes.Status409Conflict
        : otherwise;

    private static bool Any(ImmutableArray<Problem> problems, params string[] places) => problems.Any(problem => places.Contains(problem.Where));

    /// <summary>Any other.</summary>
    public static ProblemHttpResult Of(int status, string title, ImmutableArray<Problem> problems, params (string Name, object? Value)[] more)
    {
        var beside = more.ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal);
        var errors = problems.Where(problem => problem.Where.Length > 0).GroupBy(problem => problem.Where, StringComparer.Ordinal)
            .ToDictionary(field => field.Key, field => field.Select(problem => problem.What).ToArray(), StringComparer.Ordinal);
        if (errors.Count > 0)
        {
            beside["errors"] = errors;
        }

        return TypedResults.Problem(string.Join(' ', problems.Select(Sentence)), statusCode: status, title: title, extensions: beside);
    }

    private static string Sentence(Problem problem) => problem.Where is "" or "grant" or "plan" or "guards" or "state" or "storage" or "audit" or "preflight" or "dryRun" or "seenVersion" or "ended" or "acknowledged"
        ? Stopped(problem.What)
        : Stopped(problem.ToString());

    private static string Stopped(string sentence) => sentence.EndsWith('.') ? sentence : $"{sentence}.";
}
