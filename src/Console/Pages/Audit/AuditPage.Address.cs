using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace OpsConsole.Pages.Audit;

/// <content>What stands in the page's address, so that a view can be shared.</content>
public sealed partial class AuditPage
{
    /// <summary>Entries of this span until now.</summary>
    [SupplyParameterFromQuery]
    public string? Last { get; set; }

    /// <summary>From this time on.</summary>
    [SupplyParameterFromQuery]
    public string? From { get; set; }

    /// <summary>Before this time.</summary>
    [SupplyParameterFromQuery]
    public string? To { get; set; }

    /// <summary>By this person.</summary>
    [SupplyParameterFromQuery]
    public string? Who { get; set; }

    /// <summary>On this system.</summary>
    [SupplyParameterFromQuery]
    public string? System { get; set; }

    /// <summary>This action.</summary>
    [SupplyParameterFromQuery]
    public string? Action { get; set; }

    /// <summary>At this stage.</summary>
    [SupplyParameterFromQuery]
    public string? Stage { get; set; }

    /// <summary>On this target.</summary>
    [SupplyParameterFromQuery]
    public string? Target { get; set; }

    /// <summary>Of this correlation.</summary>
    [SupplyParameterFromQuery]
    public string? Affair { get; set; }

    /// <summary>With these words.</summary>
    [SupplyParameterFromQuery]
    public string? Text { get; set; }

    /// <summary>Entries before this place; null for the newest.</summary>
    [SupplyParameterFromQuery]
    public long? Before { get; set; }

    /// <summary>The entry whose drawer is open; null for none.</summary>
    [SupplyParameterFromQuery]
    public long? Entry { get; set; }

    private string OlderAddress => ListAddress(entries![^1].Sequence);

    // Pages are kept by where they begin: newer ones are where we came from.
    private string NewerAddress => ListAddress(newer.Count > 1 ? newer[^2] : null);

    private string? ValueOf(string name) => name switch
    {
        "last" => Last,
        "from" => From,
        "to" => To,
        "who" => Who,
        "system" => System,
        "action" => Action,
        "stage" => Stage,
        "target" => Target,
        "affair" => Affair,
        _ => Text,
    };

    private string ListAddress(long? before) => filter.Address("audit", ("before", Number(before)));

    private string EntryAddress(long sequence) => filter.Address("audit", ("before", Number(Before)), ("entry", Number(sequence)));

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
