#pragma warning disable BL0006 // The parts of the framework that count pictures are not meant for everybody; a test may follow their changes.
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.RenderTree;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Components.Live;
using OpsConsole.Live;

namespace OpsConsole.Tests.Components.Live;

/// <summary>One picture of a change, however many parts of a page it reaches.</summary>
public sealed class OneDrawingTests : IAsyncDisposable
{
    private readonly ServiceProvider services = new ServiceCollection()
        .AddSingleton(TimeProvider.System).AddSingleton(new LiveState(TimeProvider.System)).AddSingleton<LivePulse>().AddSingleton<OneDrawing>().BuildServiceProvider();

    private readonly Screen screen;
    private readonly LiveState live;

    public OneDrawingTests() => (screen, live) = (new(services), services.GetRequiredService<LiveState>());

    private static TimeSpan Patience => TimeSpan.FromSeconds(20);

    public async ValueTask DisposeAsync()
    {
        await screen.DisposeAsync();
        await services.DisposeAsync();
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 3)]
    public async Task Parts_that_have_news_at_once_are_drawn_in_one_picture_where_a_frame_stands_around_them(bool hasRoot, int pictures)
    {
        var page = await OpenAsync(parts: 3, hasRoot);
        var before = screen.Pictures;
        await ChangeAsync(page);
        Assert.Equal(before + pictures, screen.Pictures);
        Assert.All(page, part => Assert.Equal(2, part.Drawn));
    }

    [Fact]
    public async Task News_that_change_nothing_of_what_is_shown_are_no_picture()
    {
        var page = await OpenAsync(parts: 3, hasRoot: true);
        page[0].IsSame = page[1].IsSame = page[2].IsSame = true;
        await ChangeAsync(page);
        var before = screen.Pictures;
        await ChangeAsync(page);
        Assert.Equal(before, screen.Pictures);
    }

    [Fact]
    public async Task A_part_that_fails_takes_no_other_along()
    {
        var page = await OpenAsync(parts: 3, hasRoot: true);
        page[1].Fails = true;
        await ChangeAsync(page);
        Assert.Equal([2, 1, 2], page.Select(part => part.Drawn));
        Assert.Equal("this part fails", Assert.Single(screen.Failures).Message);
    }

    [Fact]
    public async Task A_frame_that_goes_while_news_wait_leaves_nothing_undrawn()
    {
        var page = await OpenAsync(parts: 3, hasRoot: true);
        await screen.TakeAwayAsync<OneDrawingRoot>();
        await ChangeAsync(page);
        Assert.All(page, part => Assert.Equal(2, part.Drawn));
        await ChangeAsync(page);
        Assert.All(page, part => Assert.Equal(3, part.Drawn));
    }

    private async Task<IReadOnlyList<Part>> OpenAsync(int parts, bool hasRoot)
    {
        if (hasRoot)
        {
            await screen.ShowAsync<OneDrawingRoot>();
        }

        var page = new List<Part>();
        for (var i = 0; i < parts; i++)
        {
            page.Add(await screen.ShowAsync<Part>());
        }

        return page;
    }

    // All parts are woken while the page is busy, as a storm of news does it; then it is free again.
    private async Task ChangeAsync(IReadOnlyList<Part> page)
    {
        var taken = page.Select(part => part.NextTake()).ToList();
        await screen.Dispatcher.InvokeAsync(() =>
        {
            foreach (ILiveFollower part in page)
            {
                part.Wake(live.Alerts, aged: true);
            }
        });
        await Task.WhenAll(taken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        await screen.Dispatcher.InvokeAsync(() => { });
    }

    /// <summary>A part that follows nothing by itself: it is woken by hand.</summary>
    private sealed class Part : LiveComponent
    {
        private TaskCompletionSource took = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Fails { get; set; }

        public int Drawn { get; private set; }

        public bool IsSame { get; set; }

        protected override object? Drawing => IsSame ? "the same" : null;

        protected override IReadOnlyList<ILiveSection> Sections => [];

        public Task NextTake() => (took = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        protected override void Take()
        {
            took.TrySetResult();
            if (Fails)
            {
                throw new InvalidOperationException("this part fails");
            }
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            Drawn++;
            builder.AddContent(0, Drawn);
        }
    }

    /// <summary>Where pages are drawn: counts the pictures.</summary>
    private sealed class Screen(IServiceProvider services) : Renderer(services, NullLoggerFactory.Instance)
    {
        private readonly Dictionary<Type, int> roots = [];

        public override Dispatcher Dispatcher { get; } = Dispatcher.CreateDefault();

        public int Pictures { get; private set; }

        public List<Exception> Failures { get; } = [];

        protected override RendererInfo RendererInfo { get; } = new("test", isInteractive: true);

        public Task<T> ShowAsync<T>()
            where T : IComponent => Dispatcher.InvokeAsync(async () =>
        {
            var component = (T)InstantiateComponent(typeof(T));
            roots[typeof(T)] = AssignRootComponentId(component);
            await RenderRootComponentAsync(roots[typeof(T)]);
            return component;
        });

        public Task TakeAwayAsync<T>() => Dispatcher.InvokeAsync(() => RemoveRootComponent(roots[typeof(T)]));

        protected override void HandleException(Exception exception) => Failures.Add(exception);

        protected override Task UpdateDisplayAsync(in RenderBatch renderBatch)
        {
            Pictures++;
            return Task.CompletedTask;
        }
    }
}
