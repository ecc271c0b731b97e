using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Storage;

namespace OpsConsole.Commands.Audit;

/// <summary>What stands behind a verb of <c>audit</c>.</summary>
internal sealed record AuditArguments
{
    private const string Folder = "--folder";

    private static readonly ImmutableDictionary<string, ImmutableArray<string>> Known = new Dictionary<string, ImmutableArray<string>>
    {
        ["verify"] = ["--from", Folder],
        ["export"] = ["--format", "--from-sequence", "--to-sequence", Folder],
        ["seal"] = ["--before", "--export", Folder],
        ["rotate-key"] = ["--key", Folder],
        ["new-key"] = [],
    }.ToImmutableDictionary();

    private readonly ImmutableArray<(string Name, string Value)> named;
    private readonly ImmutableArray<string> bare;

    private AuditArguments(ImmutableArray<(string Name, string Value)> named, ImmutableArray<string> bare, ImmutableArray<string> settings) =>
        (this.named, this.bare, Settings) = (
            named, bare, [.. settings, .. named.Where(one => one.Name == Folder).Select(one => $"--{StorageOptions.Section}:{nameof(StorageOptions.Folder)}={Path.GetFullPath(one.Value)}")]);

    /// <summary>Settings of the console: <c>--Storage:Folder=DIR</c>, for which <c>--folder DIR</c> is short.</summary>
    public ImmutableArray<string> Settings { get; }

    /// <summary>The file to write; null when none was named.</summary>
    public string? File => bare.Length > 0 ? bare[0] : null;

    /// <summary>Reads them.</summary>
    /// <param name="args">As given.</param>
    public static Result<AuditArguments> Read(string[] args)
    {
        var named = ImmutableArray.CreateBuilder<(string, string)>();
        var (bare, settings) = (ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<string>());
        for (var at = 0; at < args.Length; at++)
        {
            if (!args[at].StartsWith("--", StringComparison.Ordinal))
            {
                bare.Add(args[at]);
            }
            else if (args[at].Contains(':', StringComparison.Ordinal) && args[at].Contains('=', StringComparison.Ordinal))
            {
                settings.Add(args[at]);
            }
            else if (at + 1 == args.Length || args[at + 1].StartsWith("--", StringComparison.Ordinal))
            {
                return new Problem(args[at], "needs a value behind it");
            }
            else
            {
                named.Add((args[at], args[++at]));
            }
        }

        return new AuditArguments(named.ToImmutable(), bare.ToImmutable(), settings.ToImmutable());
    }

    /// <summary>What is not known to a verb; null when all is.</summary>
    /// <param name="verb">The verb.</param>
    public Problem? Misuse(string verb)
    {
        var unknown = named.Select(one => one.Name).FirstOrDefault(name => !Known[verb].Contains(name));
        return unknown is not null ? new Problem(unknown, "is not known here")
            : bare.Length > (verb == "export" ? 1 : 0) ? new Problem(bare[^1], "is not known here")
            : null;
    }

    /// <summary>All values of a name, in order.</summary>
    /// <param name="name">The name.</param>
    public ImmutableArray<string> All(string name) => [.. named.Where(one => one.Name == name).Select(one => one.Value)];

    /// <summary>The value of a name; null when it was not given.</summary>
    /// <param name="name">The name.</param>
    public string? Find(string name) => All(name) is [.., var last] ? last : null;

    /// <summary>A number; null within when it was not given.</summary>
    /// <param name="name">The name.</param>
    /// <param name="number">The number.</param>
    /// <returns>Whether it could be read.</returns>
    public bool TryNumber(string name, out long? number)
    {
        number = long.TryParse(Find(name), NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : null;
        return number is not null || Find(name) is null;
    }
}
