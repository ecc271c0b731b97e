using OpsConsole.Alerts;

namespace OpsConsole.Core.Tests.Alerts;

/// <summary>Regular expressions mean what RE2 means: each line was put to an Alertmanager 0.25 and gave what it gives here.</summary>
public sealed class Re2Tests
{
    [Theory]
    [InlineData("A|B", "A", true)]
    [InlineData("A|B", "AB", false)]
    [InlineData("a", "ba", false)]
    [InlineData("", "", true)]
    [InlineData("^a$", "a", true)]
    [InlineData("a$", "a\n", false)]
    [InlineData("a", "a\n", false)]
    [InlineData("a.b", "a\nb", false)]
    [InlineData("(?s)a.b", "a\nb", true)]
    [InlineData("(?s:a.)b.", "a\nb\n", false)]
    [InlineData("a[^x]b", "a\nb", true)]
    [InlineData("(?m)a$\n^b", "a\nb", true)]
    [InlineData("(?i)ready", "READY", true)]
    [InlineData("a(?i)b|c", "C", true)]
    [InlineData("(?i:a)b", "AB", false)]
    [InlineData("(?im-s:A)", "a", true)]
    [InlineData("(?U)A*", "AA", true)]
    [InlineData("(?P<n>A)", "A", true)]
    [InlineData("\\QA.B\\E", "A.B", true)]
    [InlineData("\\QA.B\\E", "AxB", false)]
    [InlineData("\\QAB\\E*", "ABB", true)]
    [InlineData("A\\z", "A", true)]
    [InlineData("[[:alpha:]]+", "abc", true)]
    [InlineData("[[:alpha:]]+", "ü", false)]
    [InlineData("[[:^digit:]]", "x", true)]
    [InlineData("[^[:digit:]x]", "x", false)]
    [InlineData("\\pL+", "äb", true)]
    [InlineData("\\p{Lu}", "a", false)]
    [InlineData("\\p{^Lu}", "a", true)]
    [InlineData("\\PL", "1", true)]
    [InlineData("\\d", "٣", false)]
    [InlineData("\\w", "ü", false)]
    [InlineData("\\W", "ü", true)]
    [InlineData("[\\d_]+", "1_2", true)]
    [InlineData("\\s", "\v", false)]
    [InlineData("[[:space:]]", "\v", true)]
    [InlineData("\\x41\\x{42}\\103", "ABC", true)]
    [InlineData("\\_\\-\\/", "_-/", true)]
    [InlineData("a{,3}", "a{,3}", true)]
    [InlineData("a{2", "a{2", true)]
    [InlineData("a{2}", "aa", true)]
    [InlineData("a{2,3}?", "aaa", true)]
    [InlineData("]", "]", true)]
    [InlineData("}", "}", true)]
    [InlineData("[]a]", "]", true)]
    [InlineData("[^]a]", "]", false)]
    [InlineData("[a-]", "-", true)]
    [InlineData("[a-z-[aeiou]]", "b]", true)]
    [InlineData("[a-z&&[^b]]", "&]", true)]
    [InlineData("a||b", "", true)]
    [InlineData("(|a)b", "b", true)]
    [InlineData("^*a", "a", true)]
    [InlineData(".", "😀", true)]
    [InlineData("..", "😀", false)]
    [InlineData("[^a]", "😀", true)]
    [InlineData("[^a][^a]", "😀", false)]
    [InlineData(".*", "a😀b", true)]
    [InlineData("😀+", "😀😀", true)]
    [InlineData("\\x{1F600}", "😀", true)]
    [InlineData("a b#c", "a b#c", true)]
    public void An_expression_means_what_this_table_says(string pattern, string value, bool expected) =>
        Assert.Equal(expected, Re2.Compile(pattern).Value.IsMatch(value));

    [Theory]
    [InlineData("(", "character 1: this ( is never closed")]
    [InlineData("a)", "character 2: this ) closes nothing")]
    [InlineData("[a", "character 1: this [ is never closed")]
    [InlineData("[]", "character 1: this [ is never closed")]
    [InlineData("*", "character 1: there is nothing before *")]
    [InlineData("a|*", "character 3: there is nothing before *")]
    [InlineData("(?i)+", "character 5: there is nothing before +")]
    [InlineData("{2}", "character 1: there is nothing before {")]
    [InlineData("a**", "character 3: a repetition follows a repetition")]
    [InlineData("A++", "character 3: a repetition follows")]
    [InlineData("a{2}{3}", "character 5: a repetition follows")]
    [InlineData("a{1001}", "character 2: repetitions may be nested to at most 1,000")]
    [InlineData("a{3,2}", "character 2: repetitions")]
    [InlineData("(a{100}){11}", "character 9: repetitions")]
    [InlineData("(?=A)", "look-around, atomic groups and comments are not RE2")]
    [InlineData("(?!A)", "look-around")]
    [InlineData("(?<=A)", "look-around")]
    [InlineData("(?>A)", "atomic groups")]
    [InlineData("(?<n>A)", "(?P<name>...)")]
    [InlineData("(?#c)A", "comments")]
    [InlineData("(?x)A", "knows flags i, m, s, U")]
    [InlineData("(?n)A", "knows flags i, m, s, U")]
    [InlineData("(A)\\1", "character 4: \\1 is not known to RE2")]
    [InlineData("A\\Z", "character 2: \\Z is not known")]
    [InlineData("\\h", "\\h is not known")]
    [InlineData("\\e", "\\e is not known")]
    [InlineData("\\cA", "\\c is not known")]
    [InlineData("\\C", "\\C is not known")]
    [InlineData("\\u0041", "\\u is not known")]
    [InlineData("a\\QA.B", "character 2: this \\Q is never closed")]
    [InlineData("a\\", "character 2: a backslash at the end")]
    [InlineData("\\x{110000}", "\\x is not known")]
    [InlineData("[b-a]", "character 2: this range ends before it begins")]
    [InlineData("[[:foo:]]", "there is no class [:foo:]")]
    [InlineData("[\\b]", "\\b is not known")]
    [InlineData("[a-\\d]", "\\d is not known")]
    public void What_RE2_refuses_is_refused_with_the_place(string pattern, string what) =>
        Assert.Contains(what, Assert.Single(Re2.Compile(pattern).Problems).What, StringComparison.Ordinal);

    [Theory]
    [InlineData("\\p{Greek}", "scripts are not known here")]
    [InlineData("[😀😁]", "beyond U+FFFF")]
    public void What_RE2_knows_and_this_console_does_not_is_refused_rather_than_misread(string pattern, string what) =>
        Assert.Contains(what, Assert.Single(Re2.Compile(pattern).Problems).What, StringComparison.Ordinal);

    [Fact]
    public void A_hostile_expression_is_linear_or_refused()
    {
        // A backtracking engine would not come back from the first one.
        Assert.DoesNotMatch(Re2.Compile("(a|aa)+$").Value, new string('a', 50_000) + "b");
        Assert.Matches(Re2.Compile("(.*a){100}").Value, new string('a', 5_000));
        Assert.False(Re2.Compile(string.Concat(Enumerable.Repeat("a{1000}", 11))).IsOk);
        Assert.False(Re2.Compile(new string('a', 10_001)).IsOk);
    }
}
