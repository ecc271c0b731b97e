using System.Collections.Immutable;

namespace OpsConsole.Commands.Act;

/// <summary>What stands behind <c>act</c>: options of its own; every other option is a parameter of the action, which the console knows and not we.</summary>
internal sealed class ActArguments
{
    private static readonly ImmutableHashSet<string> Flags = ["plan", "wait", "json", "break-glass", "allow-http"];

    private static readonly ImmutableHashSet<string> Valued =
    [
        "system", "target", "namespace", "name", "reason", "typed", "override", "server", "token-file", "key", "hash", "alert", "runbook", "incident",
    ];

    private readonly ImmutableDictionary<string, ImmutableArray<string>> values;

    private ActArguments(ImmutableArray<string> words, ImmutableDictionary<string, ImmutableArray<string>> values, ImmutableSortedDictionary<string, string> parameters) =>
        (Words, this.values, Parameters) = (words, values, parameters);

    /// <summary>What is no option: the action, or <c>approve</c> and the id.</summary>
    public ImmutableArray<string> Words { get; }

    /// <summary>The action's parameters.</summary>
    public ImmutableSortedDictionary<string, string> Parameters { get; }

    /// <summary>Guards to go on in spite of.</summary>
    public ImmutableArray<string> Overrides => [.. values.GetValueOrDefault("override", []).SelectMany(given => given.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    /// <summary>Reads them.</summary>
    /// <param name="args">As given.</param>
    public static Result<ActArguments> Read(string[] args)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        var values = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        var parameters = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        for (var at = 0; at < args.Length; at++)
        {
            if (!args[at].StartsWith("--", StringComparison.Ordinal))
            {
                words.Add(args[at]);
                continue;
            }

            var (name, joined) = args[at].IndexOf('=', StringComparison.Ordinal) is > 2 and var equals ? (args[at][2..equals], args[at][(equals + 1)..]) : (args[at][2..], null);
            var isFlag = Flags.Contains(name);
            if (isFlag ? joined is not null : joined is null && (at + 1 == args.Length || args[at + 1].StartsWith("--", StringComparison.Ordinal)))
            {
                return new Problem($"--{name}", isFlag ? "takes no value" : "needs a value behind it");
            }

            var value = isFlag ? string.Empty : joined ?? args[++at];
            var isTwice = values.ContainsKey(name) && name != "override";
            if (isTwice || (!isFlag && !Valued.Contains(name) && !parameters.TryAdd(name, value)))
            {
                return new Problem($"--{name}", "is given twice");
            }

            if (isFlag || Valued.Contains(name))
            {
                values[name] = values.GetValueOrDefault(name, []).Add(value);
            }
        }

        return new ActArguments(words.ToImmutable(), values.ToImmutable(), parameters.ToImmutable());
    }

    /// <summary>A value; null when it was not given.</summary>
    /// <param name="name">The option, without its dashes.</param>
    public string? Find(string name) => values.TryGetValue(name, out var given) ? given[0] : null;

    /// <summary>Whether a flag was given.</summary>
    /// <param name="name">The option, without its dashes.</param>
    public bool Has(string name) => values.ContainsKey(name);
}
