using System.Text.Json;
using Microsoft.AspNetCore.Components;
using OpsConsole.Audit;
using OpsConsole.Storage;

namespace OpsConsole.Pages.Audit;

/// <summary>One whole entry, and its neighbours in the chain. All that it shows is text, whoever wrote it.</summary>
public sealed partial class EntryDrawer
{
    private const int Most = 100;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private long? read;
    private bool isRead;
    private string? silence;
    private AuditEntry? before;
    private AuditEntry? entry;
    private AuditEntry? after;
    private string? evidence;
    private string? verdict;
    private int affair;

    /// <summary>The entry's place.</summary>
    [Parameter, EditorRequired]
    public long Sequence { get; set; }

    /// <summary>Where the page is without the drawer.</summary>
    [Parameter, EditorRequired]
    public string CloseAddress { get; set; } = string.Empty;

    /// <summary>Where the drawer of another entry is.</summary>
    [Parameter, EditorRequired]
    public Func<long, string> AddressOf { get; set; } = _ => string.Empty;

    /// <summary>The record.</summary>
    [Inject]
    public required IAuditReader Reader { get; set; }

    [Inject]
    private AuditSpotCheck Spot { get; set; } = null!;

    // What a guard stopped has a plan, and never became a run: it stands alone.
    private bool IsOfRun => entry is { PlanHash: not null } && (entry.Stage is not AuditStage.Denied || affair > 1);

    // What the last entry of an action says is no reason: it is what was seen of it.
    private bool IsOutcome => IsOfRun && entry!.Stage is (AuditStage.Succeeded or AuditStage.Failed or AuditStage.Unknown);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (read == Sequence)
        {
            return;
        }

        var asked = Sequence;
        (read, isRead, silence) = (asked, false, null);
        try
        {
            var spot = await Spot.LookAsync(asked, CancellationToken.None);
            var it = spot.Entry;
            var all = it is null ? 0
                : (await Reader.ReadAsync(new AuditQuery { Correlation = it.Correlation, Size = Most }, CancellationToken.None)).Entries.Length;
            if (asked == Sequence)
            {
                (entry, before, after, affair, isRead) = (it, spot.Before, spot.After, all, true);
                (evidence, verdict) = (it?.Evidence?.ToJsonString(Indented), spot.Wrong);
            }
        }
        catch (StorageException e)
        {
            (silence, read) = (e.Message, null);
        }
    }
}
