using OpsConsole.Soak.Health;
using OpsConsole.Soak.People;
using OpsConsole.Soak.Records;

namespace OpsConsole.Soak;

/// <summary>What was seen in a run, for its report.</summary>
internal sealed record Findings
{
    /// <summary>What people did.</summary>
    public required IReadOnlyList<Act> Acts { get; init; }

    /// <summary>The troubles.</summary>
    public required IReadOnlyList<(string Upstream, double Said, double Agreed)> Struck { get; init; }

    /// <summary>How many things were compared between pages and sources.</summary>
    public required int Compared { get; init; }

    /// <summary>What was looked up.</summary>
    public required RecordCheck Records { get; init; }

    /// <summary>What was begun.</summary>
    public required Intents Intents { get; init; }

    /// <summary>The circuits.</summary>
    public required (int Asked, int Open, int Opened, int Lost) Circuits { get; init; }

    /// <summary>The processes that were judged.</summary>
    public IReadOnlyList<Flatness> Flat { get; init; } = [];

    /// <summary>All processes of the consoles.</summary>
    public IReadOnlyList<ProcessLife> Lives { get; init; } = [];

    /// <summary>What nobody foresaw, from the logs.</summary>
    public IReadOnlyList<string> Surprises { get; init; } = [];
}
