using System.Text.Json.Nodes;
using OpsConsole.Access;

namespace OpsConsole.Audit;

/// <summary>Whether an entry fits a query, without asking the database: by the same terms that it searches by.</summary>
public static class AuditFits
{
    /// <summary>Whether an entry fits.</summary>
    /// <param name="query">The query; its size does not matter.</param>
    /// <param name="entry">The entry.</param>
    public static bool Fits(this AuditQuery query, AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.At < query.From || entry.At >= query.To || entry.Sequence >= query.Before)
        {
            return false;
        }

        var wanted = AuditTerms.Of(query);
        return wanted.Count == 0 || AuditTerms.Match(AuditTerms.Of(Members(entry)), wanted);
    }

    // What was appended, made again: the index was made of that.
    private static JsonObject Members(AuditEntry entry) => AuditBody.Of(new AuditEvent
    {
        Actor = new Person(entry.Subject, entry.Name, [], Enum.Parse<SignInMethod>(entry.Method, ignoreCase: true)) { Address = entry.Address },
        Action = entry.Action,
        Stage = entry.Stage,
        System = entry.System,
        Target = entry.Target,
        Parameters = entry.Parameters,
        Reason = entry.Reason,
        Evidence = entry.Evidence,
        PlanHash = entry.PlanHash,
        Correlation = entry.Correlation,
    }).Value;
}
