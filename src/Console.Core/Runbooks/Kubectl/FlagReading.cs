using System.Collections.Immutable;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>A flag that a command knows.</summary>
/// <param name="Name">The long name.</param>
/// <param name="Short">The letter; zero for none.</param>
/// <param name="TakesValue">Whether a value belongs to it.</param>
internal sealed record Flag(string Name, char Short, bool TakesValue);

/// <summary>Reads flags in all the spellings that kubectl and grep allow: <c>-n x</c>, <c>-nx</c>, <c>-n=x</c>, <c>--namespace x</c>, <c>--namespace=x</c>, <c>-Aowide</c>.</summary>
internal sealed class FlagReading
{
    private readonly string command;
    private readonly ImmutableArray<Flag> known;
    private readonly Dictionary<string, Argument> given = new(StringComparer.Ordinal);

    private FlagReading(string command, ImmutableArray<Flag> known) => (this.command, this.known) = (command, known);

    /// <summary>What is no flag, in order.</summary>
    public List<Argument> Operands { get; } = [];

    /// <summary>Reads arguments.</summary>
    /// <param name="command">What people call the command.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="known">The flags.</param>
    public static Result<FlagReading> Read(string command, IReadOnlyList<Argument> arguments, ImmutableArray<Flag> known)
    {
        var reading = new FlagReading(command, known);
        for (var at = 0; at < arguments.Count; at++)
        {
            var argument = arguments[at];
            var why = argument.IsFlag ? reading.Take(argument, arguments, ref at) : reading.Keep(argument);
            if (why is not null)
            {
                return Refusal.Because(why);
            }
        }

        return reading;
    }

    /// <summary>The value of a flag; null when it is not given.</summary>
    /// <param name="name">Its long name.</param>
    public Argument? Value(string name) => given.GetValueOrDefault(name);

    /// <summary>Whether a flag without a value is set.</summary>
    /// <param name="name">Its long name.</param>
    public bool Is(string name) => given.ContainsKey(name);

    private string? Keep(Argument argument)
    {
        Operands.Add(argument);
        return null;
    }

    private string? Take(Argument argument, IReadOnlyList<Argument> all, ref int at)
    {
        var head = argument.Head;
        if (!head.StartsWith("--", StringComparison.Ordinal))
        {
            return TakeShort(argument, all, ref at);
        }

        var equals = head.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? head[2..] : head[2..equals];
        if (known.FirstOrDefault(flag => flag.Name == name) is not { } found || (equals < 0 && argument.Parts.Length > 1))
        {
            return FlagRefusals.Why(command, head.Length == 2 ? "--" : $"--{name}");
        }

        if (!found.TakesValue)
        {
            return equals < 0 ? Set(found, argument) : SetBool(found, argument.Rest(equals + 1).Text);
        }

        return equals >= 0 ? Set(found, argument.Rest(equals + 1)) : TakeNext(found, $"--{name}", all, ref at);
    }

    private string? TakeShort(Argument argument, IReadOnlyList<Argument> all, ref int at)
    {
        var head = argument.Head;
        for (var letter = 1; letter < head.Length; letter++)
        {
            if (known.FirstOrDefault(flag => flag.Short == head[letter]) is not { } found)
            {
                return FlagRefusals.Why(command, $"-{head[letter]}");
            }

            if (found.TakesValue)
            {
                var rest = argument.Rest(letter + 1);
                return rest.Parts.IsEmpty ? TakeNext(found, $"-{found.Short}", all, ref at) : Set(found, rest.Head.StartsWith('=') ? rest.Rest(1) : rest);
            }

            Set(found, argument);
        }

        return argument.Parts.Length > 1 ? $"a template stands among the flags of {command}" : null;
    }

    private string? TakeNext(Flag flag, string spelled, IReadOnlyList<Argument> all, ref int at) =>
        at + 1 < all.Count ? Set(flag, all[++at]) : $"{spelled} lacks its value";

    private string? SetBool(Flag flag, string value)
    {
        if (value == "false")
        {
            given.Remove(flag.Name);
            return null;
        }

        return value == "true" ? Set(flag, Argument.Of(value)) : $"--{flag.Name} is true or false";
    }

    private string? Set(Flag flag, Argument value)
    {
        given[flag.Name] = value;
        return null;
    }
}

/// <summary>Why a flag is not answered.</summary>
internal static class FlagRefusals
{
    /// <summary>In a clause.</summary>
    /// <param name="command">The command.</param>
    /// <param name="flag">The flag as it is written.</param>
    public static string Why(string command, string flag) => (command, flag) switch
    {
        (_, "-w" or "--watch" or "--watch-only") => $"{flag} goes on without an end, and an answer has one",
        ("kubectl logs" or "tail", "-f" or "-F" or "--follow") => $"{flag} goes on without an end, and an answer has one",
        (_, "-f" or "--filename" or "-k" or "--kustomize") => $"{flag} reads files",
        (_, "--context" or "--cluster" or "--kubeconfig" or "-s" or "--server") => $"{flag} names a cluster, and only the cluster of the system is asked",
        (_, "--as" or "--as-group" or "--as-uid" or "--token" or "--user") => $"{flag} asks as somebody else",
        _ => $"the flag {flag} of {command} is none that is answered here",
    };
}
