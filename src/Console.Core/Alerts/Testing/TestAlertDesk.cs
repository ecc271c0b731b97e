using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Metrics;
using OpsConsole.Storage;
using OpsConsole.Upstream;

namespace OpsConsole.Alerts;

/// <summary>Sends test alerts to every Alertmanager, as a Prometheus does, and takes them back.</summary>
public sealed class TestAlertDesk
{
    private const string Sending = "test-alert";
    private const string Ending = "test-alert-end";
    private readonly TestAlertStore store;
    private readonly ImmutableArray<IAlertSender> senders;
    private readonly Surroundings around;

    internal TestAlertDesk(TestAlertStore store, IEnumerable<IAlertSender> senders, Surroundings around) =>
        (this.store, this.senders, this.around) = (store, [.. senders], around);

    /// <summary>The Alertmanagers that get it.</summary>
    public ImmutableArray<string> Alertmanagers => [.. senders.Select(sender => sender.Name)];

    /// <summary>Sends one.</summary>
    /// <param name="by">Who.</param>
    /// <param name="labels">The labels they chose.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The alert and who took it, or why there is none.</returns>
    public async Task<Result<SentTest>> SendAsync(Person by, LabelSet labels, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(labels);
        if (await RefusalAsync(by, Sending, labels["alertname"], cancellation).ConfigureAwait(false) is { } refused)
        {
            return refused;
        }

        if (TestAlertRules.Problems(labels) is { IsEmpty: false } wrong)
        {
            return wrong;
        }

        var now = StoredTime.Cut(around.Clock.GetUtcNow());
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var alert = new TestAlert(id, by.Subject, by.Name, LabelSet.Of(labels.Append(KeyValuePair.Create(TestAlert.Label, id)))) { SentAt = now, EndsAt = now + TestAlertRules.Lasts };
        try
        {
            if (await store.AddAsync(alert, TestAlertRules.Most, now - TestAlertRules.Counted, cancellation).ConfigureAwait(false) is { } why)
            {
                return new Problem(string.Empty, why);
            }

            return await SendAsync(by, alert, cancellation).ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            return new Problem(string.Empty, $"Nothing was sent. {e.Message}");
        }
    }

    /// <summary>Ends one.</summary>
    /// <param name="by">Who ends it.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The alert and who was told, or why not.</returns>
    public async Task<Result<SentTest>> EndAsync(Person by, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(id);
        if (await RefusalAsync(by, Ending, id, cancellation).ConfigureAwait(false) is { } refused)
        {
            return refused;
        }

        try
        {
            return await store.FindAsync(id, cancellation).ConfigureAwait(false) is not { EndedAt: null } alert
                ? new Problem(string.Empty, "It is over already.")
                : await EndAsync(by, alert, "ended by hand", cancellation).ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            return new Problem(string.Empty, $"It could not be ended, and ends by itself. {e.Message}");
        }
    }

    /// <summary>Those that go on, newest first.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public Task<ImmutableArray<TestAlert>> OpenAsync(CancellationToken cancellation) => store.OpenAsync(cancellation);

    /// <summary>Tells whenever one was sent or is over; what is told after this call is not missed.</summary>
    /// <param name="cancellation">Ends it.</param>
    public IAsyncEnumerable<string> FollowAsync(CancellationToken cancellation) => around.Database.News.FollowAsync(TestAlertStore.Topic, cancellation);

    /// <summary>Ends those whose time is over.</summary>
    internal async Task SweepAsync(CancellationToken cancellation)
    {
        foreach (var alert in await store.DueAsync(around.Clock.GetUtcNow(), cancellation).ConfigureAwait(false))
        {
            await EndAsync(Person.Console, alert, "ended by itself", cancellation).ConfigureAwait(false);
        }
    }

    private async Task<Result<SentTest>> SendAsync(Person by, TestAlert alert, CancellationToken cancellation)
    {
        var started = await RecordAsync(by, Sending, AuditStage.Started, alert, null, cancellation).ConfigureAwait(false);
        if (!started.IsOk)
        {
            await store.EndAsync(alert.Id, "not sent: it could not be recorded", around.Clock.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
            return new Problem(string.Empty, $"Nothing was sent, because it can't be recorded: {started.Explanation}");
        }

        // From here on it may be out there: whoever leaves the page leaves no half of it.
        var sent = await TellAsync(alert, alert.EndsAt).ConfigureAwait(false);
        if (sent.TakenBy.IsEmpty)
        {
            await TellAsync(alert, around.Clock.GetUtcNow()).ConfigureAwait(false);
            await store.EndAsync(alert.Id, "not taken", around.Clock.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
        }

        await RecordAsync(by, Sending, sent.TakenBy.IsEmpty ? AuditStage.Failed : AuditStage.Succeeded, alert, sent, CancellationToken.None).ConfigureAwait(false);
        return !sent.TakenBy.IsEmpty ? sent
            : sent.Problems.IsEmpty ? new Problem(string.Empty, "No Alertmanager is configured that could take it.")
            : sent.Problems;
    }

    private async Task<SentTest> EndAsync(Person by, TestAlert alert, string ending, CancellationToken cancellation)
    {
        var now = around.Clock.GetUtcNow();
        var told = await TellAsync(alert, now).ConfigureAwait(false);
        if (await store.EndAsync(alert.Id, ending, now, cancellation).ConfigureAwait(false))
        {
            await RecordAsync(by, Ending, told.TakenBy.IsEmpty ? AuditStage.Unknown : AuditStage.Succeeded, alert, told, CancellationToken.None).ConfigureAwait(false);
        }

        return told;
    }

    private async Task<SentTest> TellAsync(TestAlert alert, DateTimeOffset endsAt)
    {
        var answers = await Task.WhenAll(senders.Select(async sender =>
        {
            try
            {
                await sender.SendAsync(TestAlertRules.Post(alert, endsAt), CancellationToken.None).ConfigureAwait(false);
                return (sender.Name, Problem: (Problem?)null);
            }
            catch (UpstreamException e)
            {
                return (sender.Name, Problem: new Problem(sender.Name, e.Message));
            }
        })).ConfigureAwait(false);
        return new SentTest(alert, [.. answers.Where(answer => answer.Problem is null).Select(answer => answer.Name)], [.. answers.Select(answer => answer.Problem).OfType<Problem>()]);
    }

    private async Task<Problem?> RefusalAsync(Person by, string action, string target, CancellationToken cancellation)
    {
        if (around.Rules.Decide(by, Actions.TestAlert, null) is not { IsAllowed: false } refused)
        {
            return null;
        }

        await around.Audit.AppendAsync(new AuditEvent { Actor = by, Action = action, Stage = AuditStage.Denied, Target = target, Reason = refused.Reason }, cancellation).ConfigureAwait(false);
        return new Problem(string.Empty, $"You may not: {refused.Reason}.");
    }

    private Task<Result<AuditReceipt>> RecordAsync(Person by, string action, AuditStage stage, TestAlert alert, SentTest? sent, CancellationToken cancellation) => around.Audit.AppendAsync(
        new AuditEvent
        {
            Actor = by,
            Action = action,
            Stage = stage,
            Target = alert.Labels["alertname"],
            Parameters = alert.Labels.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Correlation = alert.Id,
            Evidence = sent is null ? null : new JsonObject
            {
                ["takenBy"] = new JsonArray([.. sent.TakenBy.Select(name => JsonValue.Create(name))]),
                ["problems"] = new JsonArray([.. sent.Problems.Select(problem => JsonValue.Create(problem.ToString()))]),
            },
        },
        cancellation);

    /// <summary>The clock, who may, what is on record, and the database for news.</summary>
    internal sealed record Surroundings(TimeProvider Clock, IAccessRules Rules, IAuditLog Audit, Database Database);
}
