using System.Text;
using OpsConsole.Access;
using OpsConsole.Silences;

namespace OpsConsole.Core.Tests.Silences.Templates;

/// <summary>Templates of silences, written by hand.</summary>
public sealed class SilenceTemplateTests
{
    private const string Good = """
        templates:
        - name: Storage patching
          system: billing
          matchers: ['system="billing"', 'alertname=~"Disk.*"']
          duration: 2h
          about: Every Tuesday
        - {name: Until it is over, system: search, matchers: ['system="search"'], duration: 24h, until: resolved}
        """;

    [Fact]
    public void They_are_read()
    {
        var templates = Read(Good).Value;

        Assert.Equal(("Storage patching", "billing", TimeSpan.FromHours(2), false, "Every Tuesday"), (templates[0].Name, templates[0].System, templates[0].Duration, templates[0].UntilResolved, templates[0].About));
        Assert.Equal("alertname=~\"Disk.*\", system=\"billing\"", SilenceMatchers.Write(templates[0].Matchers));
        Assert.True(templates[1].UntilResolved);
    }

    [Theory]
    [InlineData("- {name: A, system: b, matchers: ['system=\"b\"']}", "silences.yaml:2:3 templates[0].duration: is missing")]
    [InlineData("- {name: A, system: b, matchers: ['a=~\"(\"'], duration: 1h}", "templates[0].matchers[0]: column 4")]
    [InlineData("- {name: A, system: b, matchers: ['a=\"\"'], duration: 1h}", "fit every alert that lacks these labels")]
    [InlineData("- {name: A, system: b, matchers: ['system=\"b\"'], duration: 2d, until: resolved}", "longer than 24h")]
    [InlineData("- {name: A, system: b, matchers: ['system=\"b\"'], duration: 1h, until: tuesday}", "it is one of resolved")]
    [InlineData("- {name: A, system: b, matchers: ['system=\"b\"'], duration: 1h, colour: red}", "unknown field 'colour'")]
    [InlineData("[]", "must be a group of fields")]
    public void What_is_wrong_is_said_with_its_line(string list, string expected) =>
        Assert.Contains(expected, Read(list == "[]" ? "[]" : $"templates:\n{list}").Explanation, StringComparison.Ordinal);

    [Fact]
    public void Two_of_one_name_are_refused() =>
        Assert.Contains("is taken by another template", Read($"{Good}\n- {{name: Storage patching, system: b, matchers: ['system=\"b\"'], duration: 1h}}").Explanation, StringComparison.Ordinal);

    [Fact]
    public void An_edit_that_can_t_be_read_leaves_the_last_good_ones_in_use_until_it_is_mended()
    {
        using var folder = new TempFolder();
        var templates = new SilenceTemplates(new AccessFile(Path.Combine(folder.Path, "access.yaml")));
        var file = Path.Combine(folder.Path, SilenceTemplateReader.File);
        Assert.Empty(templates.Current);

        File.WriteAllText(file, Good);
        Assert.Equal(2, templates.Current.Length);
        File.WriteAllText(file, "templates: nonsense");
        Assert.Equal((2, true), (templates.Current.Length, templates.Problem is not null));
        File.Delete(file);
        Assert.Equal((0, null), (templates.Current.Length, templates.Problem));
    }

    private static Result<System.Collections.Immutable.ImmutableArray<SilenceTemplate>> Read(string text) => SilenceTemplateReader.Read(SilenceTemplateReader.File, Encoding.UTF8.GetBytes(text));
}
