using System.Collections.Immutable;

namespace OpsConsole.Commands;

/// <summary>What stands behind a command: names with a value each.</summary>
internal sealed class Arguments
{
    private readonly ImmutableDictionary<string, string> values;

    private Arguments(ImmutableDictionary<string, string> values) => this.values = values;

    /// <summary>Nothing given.</summary>
    public static Arguments None { get; } = new(ImmutableDictionary<string, string>.Empty);

    /// <summary>Reads them.</summary>
    /// <param name="args">As given.</param>
    /// <param name="known">The names that may be given.</param>
    public static Result<Arguments> Read(string[] args, params string[] known)
    {
        var values = ImmutableDictionary.CreateBuilder<string, string>();
        for (var at = 0; at < args.Length; at += 2)
        {
            if (!known.Contains(args[at]))
            {
                return new Problem(args[at], "is not known here");
            }

            if (at + 1 == args.Length || args[at + 1].StartsWith("--", StringComparison.Ordinal) || args[at + 1].Length == 0)
            {
                return new Problem(args[at], "needs a value behind it");
            }

            if (!values.TryAdd(args[at], args[at + 1]))
            {
                return new Problem(args[at], "is given twice");
            }
        }

        return new Arguments(values.ToImmutable());
    }

    /// <summary>A value; null when it was not given.</summary>
    /// <param name="name">The name.</param>
    public string? Find(string name) => values.GetValueOrDefault(name);
}
