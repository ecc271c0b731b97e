using System.Collections.Immutable;
using OpsConsole.Access;

namespace OpsConsole.Commands;

/// <summary><c>OpsConsole access explain</c>: whether somebody may do something, by which grant, and where it is written.</summary>
internal static class AccessExplainCommand
{
    private const int Allowed = 0;
    private const int Refused = 1;
    private const int Misused = 2;

    /// <summary>Explains.</summary>
    /// <param name="args">What stands behind <c>access explain</c>.</param>
    /// <param name="output">Where the answer goes.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>0 when they may, 1 when not, 2 when the question or the grants can't be used.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken cancellation)
    {
        var read = Arguments.Read(args, "--user", "--groups", "--action", "--system", "--access");
        var given = read.IsOk ? read.Value : Arguments.None;
        if ((read.IsOk ? Lacking(given) : read.Explanation) is { } why)
        {
            return await AccessCommand.MisusedAsync(output, why);
        }

        var grants = AccessCommand.Read(given.Find("--access"));
        if (!grants.IsOk)
        {
            await output.WriteLineAsync(grants.Explanation);
            return Misused;
        }

        var (action, system) = (Actions.Find(given.Find("--action")!)!, given.Find("--system"));
        var person = PersonOf(given);
        var decision = new AccessRules(grants.Value).Decide(person, action, system);
        var where = action.IsOnSystem ? system is null ? " on no known system" : $" on {system}" : null;
        await output.WriteLineAsync($"{person.Subject} may {(decision.IsAllowed ? null : "not ")}{action.Words}{where}: {decision.Reason}");
        return decision.IsAllowed ? Allowed : Refused;
    }

    private static Person PersonOf(Arguments given)
    {
        ImmutableArray<string> groups = [.. (given.Find("--groups") ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        return new Person(given.Find("--user")!, given.Find("--user")!, groups, SignInMethod.Local);
    }

    private static string? Lacking(Arguments given)
    {
        var action = given.Find("--action");
        return given.Find("--user") is null ? "say who: --user SUBJECT"
            : action is null ? $"say what: --action NAME, one of {string.Join(", ", Actions.All.Select(known => known.Name))}"
            : Actions.Find(action) is null ? $"no action is called '{action}': it is one of {string.Join(", ", Actions.All.Select(known => known.Name))}"
            : null;
    }
}
