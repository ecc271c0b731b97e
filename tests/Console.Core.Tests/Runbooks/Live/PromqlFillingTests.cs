using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Runbooks;
using static OpsConsole.Core.Tests.Runbooks.Live.KubectlLineTests;

namespace OpsConsole.Core.Tests.Runbooks.Live;

public sealed class PromqlFillingTests
{
    [Theory]
    [InlineData("up{job=\"{{ labels.x }}\"}", "a\"} or vector(1) #", "up{job=\"a\\\"} or vector(1) #\"}")]
    [InlineData("up{job='{{ labels.x }}'}", "it's \"a\"", "up{job='it\\'s \"a\"'}")]
    [InlineData("up{job=\"{{ labels.x }}\"}", "a\\\nb", "up{job=\"a\\\\\\nb\"}")]
    [InlineData("up{job=`{{ labels.x }}`}", "a\\b\"c", "up{job=`a\\b\"c`}")]
    [InlineData("up{job=~\"{{ labels.x }}-.*\"}", "a.b|c", "up{job=~\"a\\\\.b\\\\|c-.*\"}")]
    [InlineData("up{job!~ `{{ labels.x }}`}", "a.b", "up{job!~ `a\\.b`}")]
    [InlineData("rate(x[{{ labels.x }}])", "5m", "rate(x[5m])")]
    [InlineData("x > {{ labels.x }}", "-1.5e+06", "x > -1.5e+06")]
    [InlineData("sum by ({{ labels.x }}) (up)", "pod", "sum by (pod) (up)")]
    [InlineData("up{a=\"#\", b=\"{{ labels.x }}\"}", "1", "up{a=\"#\", b=\"1\"}")]
    public void A_value_stands_as_itself_in_each_kind_of_quotes(string expression, string value, string filled) =>
        Assert.Equal(filled, PromqlFilling.Fill(expression, Scene(("x", value))).Value);

    [Theory]
    [InlineData("up{job=`{{ labels.x }}`}", "a`b", "backticks")]
    [InlineData("x > {{ labels.x }}", "1 or vector(1)", "outside quotes")]
    [InlineData("{{ labels.x }}", "up{}", "outside quotes")]
    [InlineData("x > {{ labels.x }}", "", "outside quotes")]
    [InlineData("up # {{ labels.x }}", "1", "in a comment")]
    [InlineData("up{job=\"\\{{ labels.x }}\"}", "a", "backslash")]
    [InlineData("up{job=\"{{ labels.y }}\"}", "a", "the alert has no label 'y'")]
    public void What_can_not_stand_there_is_not_asked(string expression, string value, string why) =>
        Assert.Contains(why, Assert.Single(PromqlFilling.Fill(expression, Scene(("x", value))).Problems).What, StringComparison.Ordinal);

    [Fact]
    public void A_hostile_value_never_leaves_its_string()
    {
        var expressions = new[] { "up{a=\"{{ labels.x }}\"} > 1", "up{a='{{ labels.x }}'} > 1", "up{a=`{{ labels.x }}`} > 1", "up{a=~\"b|{{ labels.x }}\", c!='d\\'e'} > 1" };
        var values = Gen.OneOf(Any.Texts, Gen.ArrayOf(Gen.Elements('"', '\'', '`', '\\', '\n', '\r', '\0', '#', '}', 'a', '\ud800')).Select(letters => new string(letters)));
        Prop.ForAll((from expression in Gen.Elements(expressions) from value in values select (expression, value)).ToArbitrary(), it =>
        {
            var filled = PromqlFilling.Fill(it.expression, Scene(("x", it.value)));
            return !filled.IsOk || Bones(filled.Value) == Bones(it.expression);
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>An expression with every string taken out, read with the rules of Prometheus' own lexer; a line break within quotes is no string at all.</summary>
    private static string Bones(string expression)
    {
        var bones = new System.Text.StringBuilder();
        for (var at = 0; at < expression.Length; at++)
        {
            bones.Append(expression[at]);
            if (expression[at] is '"' or '\'' or '`')
            {
                var quote = expression[at++];
                while (at < expression.Length && expression[at] != quote)
                {
                    if (quote != '`' && (expression[at] is '\n' or '\r' or '\0'))
                    {
                        return "broken";
                    }

                    at += quote != '`' && expression[at] == '\\' ? 2 : 1;
                }

                bones.Append(at < expression.Length ? quote : '?');
            }
        }

        return bones.ToString();
    }
}
