using System.Globalization;
using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Fleet;
using OpsConsole.Sandbox.Kubernetes;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Electors;

/// <summary>What keeps an elector from doing its work.</summary>
internal enum ElectorFault
{
    None,

    /// <summary>The API refuses its writes (its rights are gone).</summary>
    Denied,

    /// <summary>It only creates a lease that is absent, and never takes over one that has expired.</summary>
    NeverTakesOver,

    /// <summary>It leads whatever the lease says.</summary>
    TrustsItself,
}

/// <summary>
/// One pod's part in a leader election, with the rules of client-go: a holder renews each retry period and gives up after the
/// renew deadline; the others judge expiry by their own clock since they last saw the record change; writes carry the version read.
/// </summary>
internal sealed class Elector(string identity, string inNamespace, ElectionDescription election, ObjectStore store)
{
    private const int Tries = 3;
    private readonly Random random = new((int)Signal.Hash(identity));
    private readonly ObjectKey key = new(inNamespace, election.Lease);
    private string? observed;
    private double observedAt;
    private double nextAttempt;
    private double renewedAt;

    public string Identity => identity;

    public ObjectKey Lease => key;

    /// <summary>Whether it holds the lease as far as it knows.</summary>
    public bool Holds { get; private set; }

    public ElectorFault Fault { get; set; }

    /// <summary>Seconds by which its clock is ahead.</summary>
    public double Skew { get; set; }

    /// <summary>What the pod reports of itself.</summary>
    public bool Leads => Holds || Fault == ElectorFault.TrustsItself;

    public long Acquired { get; private set; }

    public long Lost { get; private set; }

    public Dictionary<string, long> Failures { get; } = [];

    /// <summary>Sets it up as the history left it.</summary>
    public void Resume(long acquired, long lost, bool holds, double t)
    {
        (Acquired, Lost, Holds, renewedAt) = (acquired, lost, holds, t);
        nextAttempt = t;
    }

    public void Step(double t)
    {
        if (t < nextAttempt) return;
        var renewing = Holds;
        if (AcquireOrRenew(t))
        {
            renewedAt = t;
            if (!renewing) (Holds, Acquired) = (true, Acquired + 1);
        }
        else if (renewing && Holds && t - renewedAt >= election.RenewDeadlineSeconds) StopLeading();
        // A holder keeps its pace; the others spread out, so that they do not all come at once when it falls silent.
        nextAttempt = t + (election.RetryPeriodSeconds * (Holds ? 1 : 1 + (1.2 * random.NextDouble())));
    }

    /// <summary>Steps down in good order: an empty holder and one second of duration, as client-go writes it.</summary>
    public void Release(double t)
    {
        if (!Holds) return;
        if (store.Get(LeaseKind.Kind, key).Object is { } lease && Text(lease, "holderIdentity") == identity)
        {
            lease["spec"]!["holderIdentity"] = "";
            lease["spec"]!["leaseDurationSeconds"] = 1;
            lease["spec"]!["renewTime"] = Now(t);
            store.Update(LeaseKind.Kind, key, lease, dryRun: false);
        }
        StopLeading();
        nextAttempt = t + (2 * election.RetryPeriodSeconds);
    }

    /// <summary>Tries at once instead of at its next turn.</summary>
    public void TakeTurn(double t)
    {
        nextAttempt = t;
        Step(t);
    }

    /// <summary>Its process began anew: nothing is remembered, and nothing is held until the lease says so.</summary>
    public void Restart()
    {
        (Holds, Acquired, Lost, observed) = (false, 0, 0, null);
        Failures.Clear();
    }

    private bool AcquireOrRenew(double t)
    {
        if (Fault == ElectorFault.Denied) return Failed("api_error");
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var found = store.Get(LeaseKind.Kind, key);
            if (found.Object is not { } lease) return Create(t);
            Observe(lease, t);
            var holder = Text(lease, "holderIdentity") ?? "";
            if (holder.Length > 0 && holder != identity && !MayTakeOver(t))
            {
                if (!Holds) return false;
                StopLeading();
                return Failed("lost_lease_during_renew");
            }
            if (store.Update(LeaseKind.Kind, key, Claimed(lease, holder, t), dryRun: false).Refusal is null) return true;
        }
        return Failed("conflict_retries_exhausted");
    }

    // The holder's clock is never compared with ours: only how long we have seen no change.
    private bool MayTakeOver(double t) =>
        Fault != ElectorFault.NeverTakesOver && t >= observedAt + election.LeaseDurationSeconds;

    private bool Create(double t)
    {
        var lease = new JsonObject { ["spec"] = Spec(t, acquired: Now(t), transitions: 0) };
        return store.Create(LeaseKind.Kind, key, lease, dryRun: false).Refusal is null || Failed("lost_takeover_race");
    }

    private JsonObject Claimed(JsonObject lease, string holder, double t)
    {
        var transitions = lease["spec"]?["leaseTransitions"] is { } count
            ? long.Parse(count.ToJsonString(), CultureInfo.InvariantCulture) : 0;
        lease["spec"] = holder == identity
            ? Spec(t, Text(lease, "acquireTime") ?? Now(t), transitions)
            : Spec(t, Now(t), transitions + 1);
        return lease;
    }

    private void Observe(JsonObject lease, double t)
    {
        var record = lease["spec"]!.ToJsonString();
        if (record == observed) return;
        (observed, observedAt) = (record, t);
    }

    private JsonObject Spec(double t, string acquired, long transitions) => new()
    {
        ["holderIdentity"] = identity,
        ["leaseDurationSeconds"] = (int)election.LeaseDurationSeconds,
        ["acquireTime"] = acquired,
        ["renewTime"] = Now(t),
        ["leaseTransitions"] = transitions,
    };

    private void StopLeading() => (Holds, Lost) = (false, Lost + 1);

    private bool Failed(string reason)
    {
        Failures[reason] = Failures.GetValueOrDefault(reason) + 1;
        return false;
    }

    private static string? Text(JsonObject lease, string field) => lease["spec"]?[field]?.GetValue<string>();

    private string Now(double t) => MicroTime.Format(UnixTime.At(t + Skew));
}
