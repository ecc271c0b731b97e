using System.Collections.Immutable;
using System.Text.Json.Nodes;
using OpsConsole.Remediation;
using OpsConsole.Workloads;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>
/// A cluster that answers what kubectl would ask. All methods throw <see cref="Upstream.UpstreamException"/> when it does not answer or refuses; its own words are
/// in the message.
/// </summary>
internal interface IClusterReader
{
    /// <summary>The cluster's name in the configuration.</summary>
    string Name { get; }

    /// <summary>Objects as the rows that the cluster itself makes of them; where it makes none, their names and ages.</summary>
    /// <param name="asked">Which.</param>
    /// <param name="carry">What of the object each row carries.</param>
    /// <param name="who">In whose name.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<ClusterRows> RowsAsync(ObjectsAsked asked, RowsCarry carry, ActingAs who, CancellationToken cancellation);

    /// <summary>Objects as they are.</summary>
    /// <param name="asked">Which.</param>
    /// <param name="who">In whose name.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<ClusterObjects> ObjectsAsync(ObjectsAsked asked, ActingAs who, CancellationToken cancellation);

    /// <summary>A container's log, line by line.</summary>
    /// <param name="query">What to read.</param>
    /// <param name="who">In whose name.</param>
    /// <param name="cancellation">Ends the reading.</param>
    IAsyncEnumerable<LogLine> LogAsync(LogQuery query, ActingAs who, CancellationToken cancellation);

    /// <summary>Whether the cluster's own rights allow something.</summary>
    /// <param name="question">What.</param>
    /// <param name="who">To whom.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<ClusterRight> MayAsync(ClusterRightQuestion question, ActingAs who, CancellationToken cancellation);
}

/// <summary>Which objects of a cluster.</summary>
/// <param name="Kind">Of which kind.</param>
/// <param name="Namespace">In which namespace; null for what is in none, and for all.</param>
internal sealed record ObjectsAsked(KubectlKind Kind, string? Namespace)
{
    /// <summary>Which one; null for all.</summary>
    public string? Name { get; init; }

    public string? Selector { get; init; }

    public string? Fields { get; init; }
}

/// <summary>What of the object a row carries.</summary>
internal enum RowsCarry
{
    None,
    Metadata,
    Object,
}

/// <summary>Rows.</summary>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">The rows.</param>
/// <param name="All">How many there are in all, as far as the cluster tells.</param>
/// <param name="IsWhole">Whether all of them were read.</param>
internal sealed record ClusterRows(ImmutableArray<ClusterColumn> Columns, ImmutableArray<ClusterRow> Rows, int All, bool IsWhole);

/// <summary>A column.</summary>
/// <param name="Name">The heading: <c>Last Seen</c>.</param>
/// <param name="IsWide">Whether it is shown only where there is room.</param>
internal sealed record ClusterColumn(string Name, bool IsWide);

/// <summary>A row.</summary>
/// <param name="Cells">As many as there are columns.</param>
/// <param name="Object">The object, as far as it was asked for.</param>
internal sealed record ClusterRow(ImmutableArray<string> Cells, JsonObject? Object);

/// <summary>Objects.</summary>
/// <param name="Objects">The objects, each with its kind.</param>
/// <param name="IsWhole">Whether all of them were read.</param>
internal sealed record ClusterObjects(ImmutableArray<JsonObject> Objects, bool IsWhole);
