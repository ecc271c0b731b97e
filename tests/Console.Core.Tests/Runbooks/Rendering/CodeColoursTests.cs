using AngleSharp.Html.Parser;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Runbooks;
using OpsConsole.World;

namespace OpsConsole.Core.Tests.Runbooks.Rendering;

public sealed class CodeColoursTests
{
    private static readonly string[] Languages = ["promql", "logql", "yaml", "action", "json", "kubectl", "bash", "console", "redis", "sql", "psql", "powershell", "unknown", ""];

    private static readonly Arbitrary<string> Code = Gen.OneOf(
        Gen.Elements(HostileMarkup.All.ToArray()), Gen.Elements("\"", "'", "`", "\\", "#", "--", "//", "\n", " ", "sum by (", "select ", "1.5", "30s", "key: ", "{{", "}}", "{{ labels.pod }}", "{{ labels.count }}"))
        .ArrayOf().Select(pieces => string.Concat(pieces.Take(12)).Replace("\0", "", StringComparison.Ordinal).Replace("\ud800", "", StringComparison.Ordinal)).ToArbitrary();

    [Fact]
    public void Colouring_neither_loses_nor_changes_anything() => Prop.ForAll(Code, Gen.Elements(Languages).ToArbitrary(), (code, language) =>
        Shown(CodeColours.Html(code, language, RunbookScene.Nothing)) == Template.Parts(code).Aggregate(string.Empty, (text, part) => text + part.Text))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Coloured_code_can_do_nothing() => Prop.ForAll(Code, Gen.Elements(Languages).ToArbitrary(), (code, language) =>
        HarmlessHtml.Wrongs($"<pre>{CodeColours.Html(code, language, Places.Scene(code))}</pre>", Places.Here).Count == 0).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Theory]
    [InlineData("promql", "sum by (pod) (up{pod=\"a\"}) > 1 # why", "key:sum key:by str:\"a\" num:1 com:# why")]
    [InlineData("yaml", "kind: scale # why\n- to: \"a\"\nn: 3", "key:kind: com:# why key:- to: str:\"a\" key:n: num:3")]
    [InlineData("json", "{\"a\": \"b\", \"c\": 1}", "key:\"a\": str:\"b\" key:\"c\": num:1")]
    [InlineData("kubectl", "kubectl get pods -n 'a' | grep x", "key: -n str:'a' key:|")]
    [InlineData("sql", "SELECT 1 FROM a -- why", "key:SELECT num:1 key:FROM com:-- why")]
    [InlineData("promql", "a == \"open", "str:\"open")]
    public void The_pieces_of_a_language_have_their_colours(string language, string code, string pieces) => Assert.Equal(
        pieces, string.Join(' ', new HtmlParser().ParseDocument($"<pre>{CodeColours.Html(code, language, RunbookScene.Nothing)}").QuerySelectorAll("span").Select(span => $"{span.ClassName![2..]}:{span.TextContent}")));

    [Theory]
    [InlineData("promql", "count")]
    [InlineData("promql", "on")]
    [InlineData("sql", "order")]
    [InlineData("yaml", "null")]
    [InlineData("json", "true")]
    public void A_label_called_like_a_word_of_the_language_is_filled(string language, string label)
    {
        var scene = new RunbookScene(System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add($"labels.{label}", "value"), true);
        Assert.Equal("a value b", Shown(CodeColours.Html($"a {{{{ labels.{label} }}}} b", language, scene)));
    }

    private static string Shown(string html) => new HtmlParser().ParseDocument($"<!doctype html><pre>\n{html}</pre>").QuerySelector("pre")!.TextContent;
}
