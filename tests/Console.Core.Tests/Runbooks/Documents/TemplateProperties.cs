using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Runbooks;

namespace OpsConsole.Core.Tests.Runbooks.Documents;

public sealed class TemplateProperties
{
    private static readonly string[] Pieces =
        ["{{", "}}", "{{ labels.pod }}", "{{labels.pod}}", "{{ labels.none }}", " ", "labels.pod", "{", "}", "{{ {{ labels.pod }} }}", "annotations.summary", "\n", "x"];

    private static readonly Arbitrary<string> Texts = Gen.Elements(Pieces).ArrayOf().Select(string.Concat).ToArbitrary();

    private static readonly RunbookScene Scene = new(ImmutableSortedDictionary<string, string>.Empty.Add("labels.pod", "{{ annotations.summary }}").Add("annotations.summary", "NEVER"), true);

    [Fact]
    public void The_parts_of_a_text_are_the_text() => Prop.ForAll(Texts, text =>
        Spaceless(string.Concat(Template.Parts(text).Select(part => part.IsName ? $"{{{{{part.Text}}}}}" : part.Text))) == Spaceless(text)).QuickCheckThrowOnFailure();

    [Fact]
    public void What_was_filled_in_is_never_filled_again() => Prop.ForAll(Texts, text =>
        !Template.Fill(text.Replace("annotations.summary", "x", StringComparison.Ordinal), Scene).Text.Contains("NEVER", StringComparison.Ordinal)).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_missing_is_told_and_stands_as_a_place()
    {
        var filled = Template.Fill("{{labels.none}} on {{ labels.pod }}", RunbookScene.Nothing);

        Assert.Equal("{{ labels.none }} on {{ labels.pod }}", filled.Text);
        Assert.Equal(["labels.none", "labels.pod"], filled.Missing);
    }

    [Fact]
    public void A_value_is_written_as_its_place_demands() =>
        Assert.Equal("a%26b=c", Template.Fill("{{ labels.x }}=c", new RunbookScene(ImmutableSortedDictionary<string, string>.Empty.Add("labels.x", "a&b"), true), Uri.EscapeDataString).Text);

    private static string Spaceless(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));
}
