using System.Collections.Immutable;

namespace OpsConsole.Systems.Reading;

/// <summary>Reads the allowed actions; each target must be something whose bounds the profile tells.</summary>
internal static class ProfileActions
{
    private static readonly SortedDictionary<string, ApprovalRule> Rules = new(StringComparer.Ordinal)
    {
        ["always"] = ApprovalRule.Always,
        ["never"] = ApprovalRule.Never,
        ["when-warned"] = ApprovalRule.WhenWarned,
    };

    /// <summary>Reads them.</summary>
    /// <param name="field">The profile.</param>
    /// <param name="profile">What was read of it so far: cluster, leader and workloads.</param>
    public static ImmutableArray<ActionProfile> Read(FieldReader field, SystemProfile profile) => ProfileParts.Each(field, "actions", "kind", action =>
    {
        var kind = action.Choice("kind", "lease-delete", "scale", "rollout-restart", "pod-delete", "pod-evict", "silence");
        var targets = action.Texts("targets", target => WrongTarget(kind, target, profile));
        if (kind != "silence" && profile.Cluster is null)
        {
            action.Wrong("kind", $"{kind} needs a cluster, and this profile names none; silence is allowed without one");
        }
        else if (kind == "silence" && action.Has("targets"))
        {
            action.Wrong("targets", "a silence has no targets: it is bound by the matchers that claim alerts");
        }
        else if (kind == "lease-delete" && profile.Leader is null)
        {
            action.Wrong("kind", "lease-delete needs a lease, and this profile has no leader");
        }
        else if (kind is "scale" or "rollout-restart" && profile.Workloads.IsEmpty)
        {
            action.Wrong("kind", $"{kind} needs a workload, and this profile has none");
        }

        return WithRules(action, new ActionProfile(kind, targets));
    });

    /// <summary>When a second person must agree, and the other bounds that an action has beside its targets.</summary>
    private static ActionProfile WithRules(FieldReader action, ActionProfile profile)
    {
        const int MostBrokenGlasses = 20;
        var usual = profile;
        profile = profile with
        {
            Approval = action.OptionalText("approval") is null ? usual.Approval : Rules[action.Choice("approval", [.. Rules.Keys])],
            Cooldown = action.OptionalDuration("cooldown"),
            BreakGlassPerDay = action.OptionalText("break_glass_per_day") is null ? 0 : action.Whole("break_glass_per_day", 0, MostBrokenGlasses),
            LongestSilence = action.OptionalDuration("longest_silence") ?? usual.LongestSilence,
        };
        if (profile.Kind != "silence" && action.Has("longest_silence"))
        {
            action.Wrong("longest_silence", $"belongs to silence alone, not to {profile.Kind}");
        }

        if (profile is { Approval: ApprovalRule.Never, BreakGlassPerDay: > 0 })
        {
            action.Wrong("break_glass_per_day", "is of no use with approval: never: there is no second person to go without");
        }

        return profile;
    }

    private static string? WrongTarget(string kind, string target, SystemProfile profile) => kind switch
    {
        "lease-delete" when profile.Leader is { } leader && target != $"{leader.Namespace}/{leader.Lease}" =>
            $"'{FieldReader.Short(target)}' is not this profile's lease, {leader.Namespace}/{leader.Lease}",
        "scale" or "rollout-restart" when profile.Workloads.All(workload => target != $"{workload.Namespace}/{workload.Name}") =>
            $"'{FieldReader.Short(target)}' is not one of this profile's workloads, which tell the bounds; "
            + $"write {string.Join(" or ", profile.Workloads.Take(5).Select(workload => $"{workload.Namespace}/{workload.Name}"))}",
        "pod-delete" or "pod-evict" => WrongPods(target),
        _ => null,
    };

    private static string? WrongPods(string target)
    {
        // A label's name may hold a slash of its own: app.kubernetes.io/name=x.
        var slash = target.IndexOf('/', StringComparison.Ordinal);
        var (space, pods) = slash < 0 ? (string.Empty, string.Empty) : (target[..slash], target[(slash + 1)..]);
        var selected = pods.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && equals < pods.Length - 1 && !pods.Any(char.IsWhiteSpace);
        var right = (space == "*" && selected)
            || (space.Length > 0 && FieldReader.WrongObjectName(space) is null
                && (selected || pods == "*" || (pods.Length > 0 && FieldReader.WrongObjectName(pods) is null)));
        return right ? null : $"'{FieldReader.Short(target)}' names no pods: write NAMESPACE/NAME, NAMESPACE/label=value, NAMESPACE/* or */label=value";
    }
}
