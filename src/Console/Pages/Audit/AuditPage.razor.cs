using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using OpsConsole.Audit;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Pages.Audit;

/// <summary>The record: filtered, page by page, its end as it grows.</summary>
public sealed partial class AuditPage
{
    private const int PageSize = 50;

    private readonly List<long?> newer = [];
    private AuditFilter filter = AuditFilter.All;
    private (AuditFilter Filter, long? Before)? loaded;
    private List<AuditEntry>? entries;
    private long seen;
    private bool hasOlder;
    private string draft = string.Empty;
    private string? problem;
    private string? silence;
    private int waiting;
    private IDisposable? seat;

    /// <summary>The record.</summary>
    [Inject]
    public required IAuditReader Reader { get; set; }

    [Inject]
    private AuditTail Tail { get; set; } = null!;

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Tail.Section];

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        seat?.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        if (RendererInfo.IsInteractive)
        {
            seat = Tail.Join();
        }
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var read = AuditFilter.Read(ValueOf);
        filter = read.IsOk ? read.Value : AuditFilter.All;
        problem = read.IsOk ? null : read.Explanation;
        if (loaded != (filter, Before))
        {
            await LoadAsync();
        }
    }

    /// <inheritdoc/>
    protected override void Take()
    {
        // A page in the middle stands still by itself.
        if (loaded is null || entries is null || Before is not null)
        {
            return;
        }

        silence = Tail.Section.Current.Problem;
        if (Tail.Section.Current.Value is not { Entries: [var newest, ..] end } || newest.Sequence <= seen)
        {
            return;
        }

        if (end[^1].Sequence > seen + 1)
        {
            // More came than the tail holds.
            _ = InvokeAsync(LoadAsync);
            return;
        }

        entries = [.. Fitting(end).Concat(entries)];
        hasOlder |= entries.Count > PageSize;
        entries = [.. entries.Take(PageSize)];
        (seen, waiting) = (newest.Sequence, 0);
    }

    /// <inheritdoc/>
    protected override void OnHeldBack() => waiting = Before is null && Tail.Section.Current.Value is { } end ? Fitting(end.Entries).Count() : 0;

    private IEnumerable<AuditEntry> Fitting(IEnumerable<AuditEntry> end)
    {
        var query = filter.ToQuery(Clock.GetUtcNow());
        return end.TakeWhile(entry => entry.Sequence > seen).Where(query.Fits);
    }

    private async Task LoadAsync()
    {
        var asked = (filter, Before);

        // What the tail saw before the page is read is in the page, or does not fit.
        var floor = Before is null && Tail.Section.Current.Value is { Entries: [var last, ..] } ? last.Sequence : 0;
        try
        {
            var page = await Reader.ReadAsync(filter.ToQuery(Clock.GetUtcNow()) with { Before = Before, Size = PageSize }, CancellationToken.None);
            if (asked != (filter, Before))
            {
                return;
            }

            Remember(asked.filter == loaded?.Filter);
            (entries, hasOlder, silence, waiting, loaded) = ([.. page.Entries], page.HasOlder, null, 0, asked);
            seen = Math.Max(page.Entries.FirstOrDefault()?.Sequence ?? 0, floor);
        }
        catch (StorageException e)
        {
            silence = e.Message;
        }

        StateHasChanged();
    }

    private void Remember(bool sameFilter)
    {
        if (!sameFilter)
        {
            newer.Clear();
        }

        var back = newer.IndexOf(Before);
        if (back >= 0)
        {
            newer.RemoveRange(back + 1, newer.Count - back - 1);
        }
        else
        {
            newer.Add(Before);
        }
    }

    private void Commit()
    {
        if (string.IsNullOrWhiteSpace(draft))
        {
            return;
        }

        var next = filter.And(draft);
        problem = next.IsOk ? null : next.Explanation;
        if (next.IsOk)
        {
            draft = string.Empty;
            Go(next.Value);
        }
    }

    private void TakeLastChip(KeyboardEventArgs key)
    {
        if (key.Key == "Backspace" && draft.Length == 0 && !filter.IsEmpty)
        {
            Go(filter.Without(filter.Terms[^1].Name));
        }
    }

    private void Go(AuditFilter next) => Navigation.NavigateTo(next.Address("audit"));

    private void Toggle()
    {
        IsPaused = !IsPaused;
        if (!IsPaused)
        {
            Take();
        }
    }
}
