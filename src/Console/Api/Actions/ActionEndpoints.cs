using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpsConsole.Access;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.SignIn;
using OpsConsole.Systems;

namespace OpsConsole.Api;

/// <summary>The guarded actions over HTTP: the same desk as the pages', with the same ten stages. What it answers is told in docs/api.md.</summary>
internal static class ActionEndpoints
{
    /// <summary>Where the API begins.</summary>
    public const string Root = "/api/v1";

    private const int UsualSize = 50;
    private const int MostSize = 200;

    public static IServiceCollection AddActionsApi(this IServiceCollection services) => services.AddSingleton<ActionWait>();

    /// <summary>Who may see may knock; whether they may act is decided by the desk, for that action on that system, at that moment.</summary>
    public static IEndpointRouteBuilder MapActionsApi(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup($"{Root}/actions").WithTags("Actions").RequireAction(Actions.View)
            .WithMetadata(new RequestSizeLimitAttribute(ApiBody.MostSent)).AddEndpointFilter<OwnPageOrToken>().AddEndpointFilter<StoreAnswers>();
        group.MapPost("/plan", PlanAsync);
        group.MapPost("/", ActionConfirming.ConfirmAsync);
        group.MapGet("/", ListAsync);
        group.MapGet("/{run}", FindAsync);
        group.MapGet("/{run}/plan", ReplanAsync);
        group.MapPost("/{run}/approve", (string run, HttpRequest request, ActionDesk desk, CancellationToken cancellation) => DecideAsync(run, request, desk, true, cancellation));
        group.MapPost("/{run}/refuse", (string run, HttpRequest request, ActionDesk desk, CancellationToken cancellation) => DecideAsync(run, request, desk, false, cancellation));
        group.MapPost("/{run}/withdraw", (string run, HttpContext http, ActionDesk desk, CancellationToken cancellation) => MoveAsync(run, desk, () => desk.WithdrawAsync(run, Who(http), cancellation), cancellation));
        group.MapPost("/{run}/begin", (string run, HttpContext http, ActionDesk desk, CancellationToken cancellation) => MoveAsync(run, desk, () => desk.BeginAsync(run, Who(http), cancellation), cancellation));
        return app.MapFreezesApi();
    }

    /// <summary>Who asks. The door let nobody in without.</summary>
    /// <param name="http">The request.</param>
    public static Person Who(HttpContext http) => PersonClaims.Of(http.User) ?? throw new InvalidOperationException("Nobody is signed in behind the door.");

    private static async Task<IResult> PlanAsync(HttpRequest request, ActionDesk desk, RemedyBook book, CancellationToken cancellation)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request, ActionBodies.Request, cancellation);
        if (body is null)
        {
            return refusal!;
        }

        var person = Who(request.HttpContext);
        var answer = await desk.PlanAsync(body, person, cancellation);
        return await AnswerAsync(answer, body.System, person, plan => AsksAsync(plan, book, desk, person, cancellation));
    }

    /// <summary>How a run that waits would be planned now, in the name of who asked for it: what a second person looks at.</summary>
    private static async Task<IResult> ReplanAsync(string run, ActionDesk desk, RemedyBook book, CancellationToken cancellation)
    {
        if (await desk.FindAsync(run, cancellation) is not { } asked)
        {
            return NoSuchRun(run);
        }

        if (asked.IsOver)
        {
            return ActionProblems.NotMoved([new Problem("state", "it is over: there is nothing to plan any more")]);
        }

        var answer = await desk.ReplanAsync(run, cancellation);
        return answer.IsOk
            ? await AnswerAsync(answer.Value, asked.Plan.System, asked.By, plan => AsksAsync(plan, book, desk, asked.By, cancellation))
            : ActionProblems.NotMoved(answer.Problems);
    }

    private static async Task<IResult> AnswerAsync(PlanAnswer answer, string system, Person person, Func<ActionPlan, Task<AsksReply>> asks) => answer switch
    {
        PlanAnswer.Made(var plan) => TypedResults.Json(PlanReply.Of(plan, await asks(plan)), ApiWords.Json),
        PlanAnswer.Denied denied => ActionProblems.Denied(person, denied.Action, system, denied.Decision.Reason),
        PlanAnswer.Wrong wrong => ActionProblems.Wrong(wrong.Problems),
        PlanAnswer.Unplannable unplannable => ActionProblems.Unplannable(unplannable),
        var other => throw new InvalidOperationException($"{other.GetType().Name} is no answer that the API knows."),
    };

    private static async Task<AsksReply> AsksAsync(ActionPlan plan, RemedyBook book, ActionDesk desk, Person person, CancellationToken cancellation)
    {
        var asksSecond = plan.Tier is RiskTier.SecondPerson;
        return new(
            plan.Tier > RiskTier.Click ? plan.Target.Typed : null,
            plan.Tier > RiskTier.Click || book.Describe(plan.Kind) is { AsksReason: true },
            asksSecond,
            asksSecond ? await desk.ApproversAsync(plan.System, person, cancellation) : [],
            plan.MayBreakGlass);
    }

    private static async Task<IResult> ListAsync(HttpContext http, ActionDesk desk, LiveState live, CancellationToken cancellation)
    {
        var query = http.Request.Query;
        var (system, before, size) = (One(query, "system"), One(query, "before"), One(query, "size"));
        var number = UsualSize;
        if (query.Keys.FirstOrDefault(name => name is not ("system" or "before" or "size")) is { } unknown)
        {
            return ActionProblems.Unreadable(unknown, "is not known here; known are system, before and size");
        }

        if (size is not null && (!int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number is < 1 or > MostSize))
        {
            return ActionProblems.Unreadable("size", $"must be a whole number from 1 to {MostSize}");
        }

        var over = await desk.OverAsync(before, system, number, cancellation);
        var open = before is null ? live.Actions.Current.Value?.Runs.Where(run => !run.IsOver && (system is null || run.Plan.System == system)) ?? [] : [];
        return TypedResults.Json(
            new RunsReply(ApiWords.Of(live.Actions.Freshness), [.. open.Select(run => new RunSummary(run))], [.. over.Select(run => new RunSummary(run))], over.Length == number ? over[^1].Id : null), ApiWords.Json);
    }

    private static async Task<IResult> FindAsync(string run, HttpRequest request, ActionWait wait, CancellationToken cancellation)
    {
        var (time, after) = (One(request.Query, "wait"), One(request.Query, "after"));
        var (span, known) = (TimeSpan.Zero, 0);
        if (time is not null && !(PromDuration.TryParse(time, out span) && span <= ActionWait.Longest))
        {
            return ActionProblems.Unreadable("wait", $"must be a time of at most {ActionWait.Longest.TotalSeconds:0}s, such as 30s");
        }

        if (after is not null && !int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out known))
        {
            return ActionProblems.Unreadable("after", "must be the number of the last step that is known");
        }

        return await wait.ForAsync(run, after is null ? null : known, span, cancellation) is { } found
            ? TypedResults.Json(new RunReply(found), ApiWords.Json)
            : NoSuchRun(run);
    }

    private static async Task<IResult> DecideAsync(string run, HttpRequest request, ActionDesk desk, bool agrees, CancellationToken cancellation)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request, ActionBodies.Decision, cancellation);
        return body is null
            ? refusal!
            : await MoveAsync(run, desk, () => desk.DecideAsync(run, body.PlanHash, agrees, body.Reason, Who(request.HttpContext), cancellation), cancellation);
    }

    private static async Task<IResult> MoveAsync(string run, ActionDesk desk, Func<Task<Result<ActionRun>>> move, CancellationToken cancellation)
    {
        if (await desk.FindAsync(run, cancellation) is null)
        {
            return NoSuchRun(run);
        }

        var moved = await move();
        return moved.IsOk ? TypedResults.Json(new RunReply(moved.Value), ApiWords.Json) : ActionProblems.NotMoved(moved.Problems);
    }

    private static ProblemHttpResult NoSuchRun(string run) => ActionProblems.NotFound($"There is no action '{new string([.. run.Take(40).Where(char.IsAsciiLetterOrDigit)])}'.");

    private static string? One(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;
}
