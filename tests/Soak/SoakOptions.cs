using System.Globalization;

namespace OpsConsole.Soak;

/// <summary>What a run is asked to be.</summary>
/// <param name="Length">How long it plays.</param>
/// <param name="Circuits">How many circuits are open, over both replicas.</param>
/// <param name="Seed">What chance begins with: the same seed plays the same.</param>
/// <param name="Report">The file that the report is written to; null for standard output alone.</param>
internal sealed record SoakOptions(TimeSpan Length, int Circuits, int Seed, string? Report)
{
    /// <summary>How it is called.</summary>
    public const string Usage = "usage: Soak [--minutes 60] [--circuits 200] [--seed N] [--report FILE.md]";

    // A long run has time for long calm; in a short one the sources recover in between, and not much more.
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(20);

    /// <summary>Whether there is little time.</summary>
    public bool IsShort => Length < Short;

    /// <summary>Reads the command line.</summary>
    /// <returns>The options; null when they make no sense.</returns>
    public static SoakOptions? Read(string[] args)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i += 2)
        {
            if (args[i] is not ("--minutes" or "--circuits" or "--seed" or "--report") || i + 1 == args.Length || !given.TryAdd(args[i], args[i + 1]))
            {
                return null;
            }
        }

        return Number("--minutes", 60, 1) is { } minutes && Number("--circuits", 200, 2) is { } circuits && Number("--seed", Random.Shared.Next(1_000_000), 0) is { } seed
            ? new(TimeSpan.FromMinutes(minutes), circuits, seed, given.GetValueOrDefault("--report"))
            : null;

        int? Number(string name, int usual, int least) => !given.TryGetValue(name, out var text) ? usual
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least ? number : null;
    }

    /// <summary>A source of chance of its own for a part of the play, so that what one part does changes nothing of another.</summary>
    /// <param name="part">The part's name.</param>
    public Random ChanceFor(string part) => new(part.Aggregate(Seed, (sum, letter) => unchecked((sum * 31) + letter)));
}
