using System.Collections.Immutable;
using OpsConsole.Upstream.Http;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>The person in whose name a cluster is asked, so that their rights count and its audit log names them.</summary>
internal sealed record ActAs
{
    private const int LongestName = 256;

    private ActAs(string user, ImmutableArray<string> groups) => (User, Groups) = (user, groups);

    public string User { get; }

    public ImmutableArray<string> Groups { get; }

    /// <summary>Checks the names: one that begins with <c>system:</c> is the cluster's own, and no person's.</summary>
    /// <param name="user">The person's name in the cluster.</param>
    /// <param name="groups">All their groups there.</param>
    public static Result<ActAs> Create(string user, IReadOnlyList<string> groups)
    {
        ImmutableArray<Problem> problems =
            [.. new[] { Check(nameof(User), user) }.Concat(groups.Select((group, at) => Check($"{nameof(Groups)}[{at}]", group))).OfType<Problem>()];
        return problems.IsEmpty ? new ActAs(user, [.. groups.Distinct()]) : problems;
    }

    /// <summary>Names the person and all their groups, and nothing else: each further header needs a right of its own.</summary>
    public void Sign(HttpRequestMessage request)
    {
        RepeatedHeaders.Add(request, "Impersonate-User", [User]);
        RepeatedHeaders.Add(request, "Impersonate-Group", Groups);
    }

    private static Problem? Check(string where, string name) =>
        Problem.When(string.IsNullOrWhiteSpace(name), where, "is empty; a name is due")
        ?? Problem.When(name.Any(letter => letter is < ' ' or > '~') || name.Trim() != name, where,
            "must be one line of printable ASCII without blanks around it, since it is sent in a header")
        ?? Problem.When(name.Length > LongestName, where, $"has more than {LongestName} letters")
        ?? Problem.When(name.StartsWith("system:", StringComparison.OrdinalIgnoreCase), where, $"'{name}' is a name of the cluster's own; no person may act by it");
}
