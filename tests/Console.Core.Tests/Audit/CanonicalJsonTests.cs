using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Audit;

namespace OpsConsole.Core.Tests.Audit;

public sealed class CanonicalJsonTests
{
    private static readonly string[] Names = ["a", "b", "A", "é", "€", "\U0001F600", "\uFB33", "", "1", "10", "2", "a.b", "\"", "\n"];

    private static Gen<JsonNode?> Values(int depth) => depth == 0
        ? Gen.OneOf(
            ArbMap.Default.GeneratorFor<string>().Select(text => (JsonNode?)JsonValue.Create(StorableJson.Of(text ?? string.Empty))),
            Gen.Choose(int.MinValue, int.MaxValue).Select(number => (JsonNode?)JsonValue.Create((long)number * 1000)),
            Gen.Elements(true, false).Select(yes => (JsonNode?)JsonValue.Create(yes)),
            Gen.Constant<JsonNode?>(null))
        : Gen.OneOf(Values(0), Lists(depth - 1), Objects(depth - 1));

    private static Gen<JsonNode?> Lists(int depth) => Values(depth).ArrayOf().Select(items => (JsonNode?)new JsonArray(items));

    private static Gen<JsonNode?> Objects(int depth) =>
        from names in Gen.SubListOf(Names)
        from values in Values(depth).ArrayOf(names.Count)
        select (JsonNode?)new JsonObject(names.Zip(values).Select(one => new KeyValuePair<string, JsonNode?>(one.First, one.Second)));

    // Section 3.2.3 and appendix B of RFC 8785, without the fractions.
    [Theory]
    [InlineData("""{"peach":"This sorting order","péché":"is wrong according to French","pêche":"but canonicalization MUST","sin":"ignore locale"}""",
        """{"peach":"This sorting order","péché":"is wrong according to French","pêche":"but canonicalization MUST","sin":"ignore locale"}""")]
    [InlineData("""{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}""", "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\uFB33\":3}")]
    [InlineData("""["\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"\/\b\t\f\u007f\u2028"]""", "[\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\\b\\t\\f\u007f\u2028\"]")]
    [InlineData("[56, -0, 1e3, 1.0, 9007199254740991, -9007199254740991, true, false, null, {}, []]", "[56,0,1000,1,9007199254740991,-9007199254740991,true,false,null,{},[]]")]
    public void The_form_is_that_of_the_standard(string given, string canonical) => Assert.Equal(canonical, CanonicalJson.Write(JsonNode.Parse(given)).Value);

    [Theory]
    [InlineData("""{"a":[0.5]}""", "a[0]: 0.5 is no whole number within 2^53: write it as text")]
    [InlineData("""{"a":9007199254740992}""", "a: 9007199254740992 is no whole number within 2^53: write it as text")]
    [InlineData("""{"a":{"b":1e400}}""", "a.b: 1e400 is no whole number within 2^53: write it as text")]
    [InlineData("""{"a":1e-99}""", "a: 1e-99 is no whole number within 2^53: write it as text")]
    public void A_number_that_not_every_reader_keeps_is_refused(string given, string problem) => Assert.Equal(problem, CanonicalJson.Write(JsonNode.Parse(given)).Explanation);

    [Fact]
    public void Half_a_character_and_endless_nesting_are_refused()
    {
        Assert.Contains("half a character", CanonicalJson.Write(JsonValue.Create("x\ud800")).Explanation, StringComparison.Ordinal);
        Assert.Contains("half a character", CanonicalJson.Write(new JsonObject { ["\udc00"] = 1 }).Explanation, StringComparison.Ordinal);
        JsonNode deep = new JsonArray();
        for (var i = 0; i < 40; i++)
        {
            deep = new JsonArray(deep);
        }

        Assert.Contains("deeper than 32", CanonicalJson.Write(deep).Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_written_reads_back_the_same_and_is_written_the_same_again() => Prop.ForAll(Values(3).ToArbitrary(), value =>
    {
        var written = CanonicalJson.Write(value).Value;
        var read = JsonNode.Parse(written);
        return JsonNode.DeepEquals(value, read) && CanonicalJson.Write(read).Value == written;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_the_members_does_not_matter() => Prop.ForAll(Objects(2).ToArbitrary(), value =>
    {
        var turned = new JsonObject(value!.AsObject().Reverse().Select(one => KeyValuePair.Create(one.Key, one.Value?.DeepClone())));
        return CanonicalJson.Write(turned).Value == CanonicalJson.Write(value).Value;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_at_all_can_be_made_storable() => Prop.ForAll(
        Gen.ArrayOf(Gen.Choose(0, 0xFFFF)).Select(letters => new string([.. letters.Select(letter => (char)letter)])).ToArbitrary(),
        text => CanonicalJson.Write(JsonValue.Create(StorableJson.Of(text))).IsOk && !StorableJson.Of(text).Contains('\0', StringComparison.Ordinal)
            && StorableJson.Of(StorableJson.Of(text)) == StorableJson.Of(text)).QuickCheckThrowOnFailure();
}
