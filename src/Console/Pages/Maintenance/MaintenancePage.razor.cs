using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using OpsConsole.Access;
using OpsConsole.Components.Format;
using OpsConsole.Live;
using OpsConsole.SignIn;
using OpsConsole.Silences;

namespace OpsConsole.Pages.Maintenance;

/// <summary>What is planned, as a list and as a calendar; the view and its day in the address.</summary>
public sealed partial class MaintenancePage
{
    private const int MostPast = 20;
    private static readonly (string View, string Title)[] Views = [("list", "List"), ("month", "Month"), ("week", "Week")];

    private MaintenanceBoard? board;
    private Freshness freshness;
    private TimeZoneInfo zone = TimeZoneInfo.Utc;
    private string shown = "list";
    private DateOnly day;
    private DateOnly today;
    private ImmutableArray<CalendarEntry> entries = [];
    private List<WindowRun> past = [];

    /// <summary>The view: list, month or week.</summary>
    [SupplyParameterFromQuery(Name = "view")]
    public string? View { get; set; }

    /// <summary>A day of what a calendar shows; today when absent.</summary>
    [SupplyParameterFromQuery(Name = "at")]
    public string? At { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Maintenance, Live.Systems];

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    [Inject]
    private BrowserZone Browser { get; set; } = null!;

    private bool MayMake => Current.Decide(Actions.Silence).IsAllowed
        || (Live.Systems.Current.Value?.Systems ?? []).Any(system => Current.Decide(Actions.Silence, system.Profile.Id).IsAllowed);

    private string Sentence => board is null ? string.Empty
        : $"{(freshness is Freshness.Live ? string.Empty : "When last seen: ")}{Count(WindowState.Running)} running, {Count(WindowState.Waiting)} to come{(board.Troubles.Any() ? $"; {board.Troubles.Count()} not set up" : null)}";

    // A month is shown in whole weeks, which begin on Monday.
    private DateOnly Begin => Monday(shown == "month" ? new DateOnly(day.Year, day.Month, 1) : day);

    private int Days => shown == "month" ? 42 : 7;

    private DateOnly Earlier => shown == "month" ? new DateOnly(day.Year, day.Month, 1).AddMonths(-1) : day.AddDays(-7);

    private DateOnly Later => shown == "month" ? new DateOnly(day.Year, day.Month, 1).AddMonths(1) : day.AddDays(7);

    private string Period => shown == "month" ? day.ToString("MMMM yyyy", CultureInfo.InvariantCulture)
        : $"{Begin.ToString("d MMM", CultureInfo.InvariantCulture)} to {Begin.AddDays(6).ToString("d MMM yyyy", CultureInfo.InvariantCulture)}";

    /// <inheritdoc/>
    protected override void OnParametersSet() => Take();

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && await Browser.AskAsync() is { } own && own.Id != zone.Id)
        {
            Take();
            StateHasChanged();
        }
    }

    /// <inheritdoc/>
    protected override void Take()
    {
        var now = Clock.GetUtcNow();
        board = Live.Maintenance.Current.Value;
        freshness = FreshnessOf(Live.Maintenance);
        zone = Browser.Zone ?? TimeZoneInfo.Utc;
        today = DateOnly.FromDateTime(ZoneClock.Wall(now, zone));
        shown = View is "month" or "week" ? View : "list";
        day = DateOnly.TryParseExact(At, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asked) && asked.Year is > 2000 and < 2100 ? asked : today;
        past = [.. board?.Runs.Where(run => run.End <= now || run.State is WindowRunState.Ended).Take(MostPast) ?? []];
        entries = board is null || shown == "list" ? []
            : CalendarEntry.Of(board, Midnight(Begin), Midnight(Begin.AddDays(Days)), now);
    }

    private static DateOnly Monday(DateOnly one) => one.AddDays(-(((int)one.DayOfWeek + 6) % 7));

    private DateTimeOffset Midnight(DateOnly one) => ZoneClock.At(one.ToDateTime(TimeOnly.MinValue), zone).At;

    private int Count(WindowState state) => board!.Windows.Count(status => status.State == state);

    private string TitleOf(string system) => Live.Systems.Current.Value?.Find(system)?.Profile.Title ?? system;

    private static string Address(string view, DateOnly? at) =>
        view == "list" ? "maintenance" : $"maintenance?view={view}{(at is { } day ? $"&at={Times.Machine(day)}" : null)}";
}
