using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Alerts;
using OpsConsole.Components;
using OpsConsole.Metrics;

namespace OpsConsole.Tests.Components;

public sealed class FiringListTests
{
    [Fact]
    public async Task Alerts_of_one_name_of_which_some_fire_and_some_are_pending_are_two_lines_that_may_change()
    {
        await using var services = new ServiceCollection().AddSingleton(TimeProvider.System).BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var told = new Changing.Told { Alerts = [Some("x", AlertState.Firing)] };
            var root = await renderer.RenderComponentAsync<Changing>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["About"] = told }));

            // Lines are compared with those of before only when something changes.
            told.Alerts = [Some("x", AlertState.Firing), Some("y", AlertState.Pending)];
            told.Changed!();
            told.Alerts = [Some("y", AlertState.Firing), Some("x", AlertState.Pending), Some("z", AlertState.Pending)];
            told.Changed!();
            return root.ToHtmlString();
        });

        Assert.Equal(2, html.Split("<li").Length - 1);
        Assert.Contains("pending", html, StringComparison.Ordinal);
    }

    private static Alert Some(string pod, AlertState state)
    {
        var labels = LabelSet.Of(("alertname", "ServiceDown"), ("pod", pod), ("severity", "critical"));
        return new(Fingerprint.Of(labels), labels, LabelSet.Empty, state, TimeProvider.System.GetUtcNow());
    }

    /// <summary>A page around the list, drawn again when it is told so.</summary>
    private sealed class Changing : ComponentBase
    {
        [Parameter, EditorRequired]
        public Told About { get; set; } = null!;

        protected override void OnInitialized() => About.Changed = StateHasChanged;

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenComponent<FiringList>(0);
            builder.AddComponentParameter(1, nameof(FiringList.Alerts), About.Alerts);
            builder.AddComponentParameter(2, nameof(FiringList.MoreAddress), "alerts");
            builder.CloseComponent();
        }

        public sealed class Told
        {
            public IReadOnlyList<Alert> Alerts { get; set; } = [];

            public Action? Changed { get; set; }
        }
    }
}
