using System.Globalization;
using System.Xml.Linq;
using OpsConsole.Metrics;

namespace OpsConsole.Tests.Pages.Systems;

public sealed class PanelFilesTests
{
    private const string Of = "systems/billing/panel";

    [Fact]
    public async Task A_table_has_a_row_a_time_and_a_column_a_line_and_its_figures_are_figures()
    {
        await using var host = await ChartedHost.StartAsync();

        var (status, text, answer) = await host.GetAsync($"{Of}.csv?panel=Requests&from=2026-11-20T10:00Z&to=2026-11-20T11:00Z");

        Assert.Equal((200, "text/csv"), (status, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal("\"time\",\"pod-1\",\"pod-2\"\r\n\"2026-11-20T10:00:00Z\",-1.5,\r\n\"2026-11-20T11:00:00Z\",12,7\r\n", text);
        Assert.Equal("billing-requests-20261120T110000Z.csv", answer.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
    }

    [Fact]
    public async Task A_hostile_name_is_no_formula_in_a_table_and_no_markup_in_a_picture()
    {
        await using var host = await ChartedHost.StartAsync();
        host.Source.Answer = range => [new(LabelSet.Of(("pod", ChartedHost.Hostile)), [new(range.From, 1), new(range.To, 2)])];

        Assert.StartsWith("\"time\",\"'=cmd|", (await host.GetAsync($"{Of}.csv?panel=Requests&range=6h")).Text, StringComparison.Ordinal);

        var (status, text, answer) = await host.GetAsync($"{Of}.svg?panel=Requests&range=6h");
        Assert.Equal((200, "image/svg+xml"), (status, answer.Content.Headers.ContentType!.MediaType));
        var picture = XDocument.Parse(text);
        Assert.DoesNotContain(picture.Descendants(), element => element.Name.LocalName is not ("svg" or "title" or "rect" or "text" or "g" or "path"));
        Assert.Contains(picture.Descendants(), element => element.Value.Contains("<script>alert(1)</script>", StringComparison.Ordinal));
        Assert.DoesNotContain(picture.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase) || attribute.Name.LocalName is "href" or "style");
        Assert.Equal("default-src 'none'; sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
    }

    [Fact]
    public async Task A_picture_stands_alone_with_the_colours_of_the_light_theme()
    {
        await using var host = await ChartedHost.StartAsync();

        var (_, text, _) = await host.GetAsync($"{Of}.svg?panel=Requests&range=6h&zone=Europe%2FParis");

        Assert.DoesNotContain("var(", text, StringComparison.Ordinal);
        Assert.Contains("Europe/Paris", text, StringComparison.Ordinal);
        Assert.Contains("limit 50 req/s", text, StringComparison.Ordinal);
        var tokens = await File.ReadAllTextAsync(OpsConsole.World.Repository.At("wwwroot", "css", "tokens.css"), TestContext.Current.CancellationToken);
        var colours = XDocument.Parse(text).Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "fill" or "stroke" && attribute.Value != "none").Select(attribute => attribute.Value).Distinct().ToArray();
        Assert.NotEmpty(colours);
        Assert.All(colours, colour => Assert.Contains($"light-dark({colour},", tokens, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("systems/nobody/panel.csv?panel=Requests", 404, "There is no such system.")]
    [InlineData($"{Of}.csv?panel=Nothing", 404, "The system has no such chart")]
    [InlineData($"{Of}.csv?panel=Requests&range=5y", 400, "is no range from 1m to 400d")]
    [InlineData($"{Of}.svg?panel=Requests&zone=Mars", 400, "is no time zone")]
    public async Task What_can_t_be_given_is_told(string path, int status, string words)
    {
        await using var host = await ChartedHost.StartAsync();

        var (answered, text, _) = await host.GetAsync(path);

        Assert.Equal(status, answered);
        Assert.Contains(words, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_is_away_gives_no_file_but_its_words()
    {
        await using var host = await ChartedHost.StartAsync();
        host.Source.Away = "Prometheus main refused the connection";

        var (status, text, _) = await host.GetAsync($"{Of}.csv?panel=Requests&range=6h");

        Assert.Equal(502, status);
        Assert.Contains("Prometheus main refused the connection", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_who_is_not_signed_in_gets_one()
    {
        await using var host = await ChartedHost.StartAsync();
        using var stranger = host.Console.Stranger();

        using var answer = await stranger.Http.GetAsync(new Uri(host.Console.Address, $"{Of}.csv?panel=Requests"), TestContext.Current.CancellationToken);

        Assert.NotEqual(200, (int)answer.StatusCode);
        Assert.Empty(host.Source.Asked);
    }

    [Fact]
    public async Task The_same_range_is_asked_once_for_a_table_and_a_picture()
    {
        await using var host = await ChartedHost.StartAsync();
        var range = string.Create(CultureInfo.InvariantCulture, $"from={TimeProvider.System.GetUtcNow().AddHours(-9):yyyy-MM-dd'T'HH:mm}Z&to={TimeProvider.System.GetUtcNow().AddHours(-8):yyyy-MM-dd'T'HH:mm}Z");

        await host.GetAsync($"{Of}.csv?panel=Requests&{range}");
        await host.GetAsync($"{Of}.svg?panel=Requests&{range}");

        Assert.Single(host.Source.Asked);
    }
}
