using System.Text;
using OpsConsole.Remediation;

namespace OpsConsole.Core.Tests.Remediation.Planning;

/// <summary>The table of guards in docs/operations.md is written by the guards themselves.</summary>
public sealed class GuardTableTests
{
    private const string Document = "docs/operations.md";
    private const string Begin = "<!-- guards: written by GuardTableTests -->";
    private const string End = "<!-- end of the guards -->";
    private const string Renew = "OPSCONSOLE_RENEW_DOCS";
    private readonly ActionWorld world = new();

    [Fact]
    public void No_two_guards_of_an_action_have_one_name() => Assert.All(world.Book.Remedies, remedy =>
        Assert.Equal(CommonGuards.And(remedy).Length, CommonGuards.And(remedy).Select(guard => guard.About.Id).Distinct().Count()));

    [Fact]
    public async Task The_document_says_what_the_guards_say()
    {
        var path = Path.Combine(Repository.Root, Document);
        var written = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        var (begin, end) = (written.IndexOf(Begin, StringComparison.Ordinal), written.IndexOf(End, StringComparison.Ordinal));
        Assert.True(begin >= 0 && end > begin, $"{Document} lacks the lines '{Begin}' and '{End}'");
        var due = $"{written[..begin]}{Begin}\n{Table()}{written[end..]}";
        if (Environment.GetEnvironmentVariable(Renew) == "1")
        {
            await File.WriteAllTextAsync(path, due, TestContext.Current.CancellationToken);
            written = due;
        }

        Assert.True(written == due, $"{Document} does not say what the guards say. Look at the difference, then renew it: {Renew}=1 and run this test.\n\n{Table()}");
    }

    private string Table()
    {
        var text = new StringBuilder();
        var common = CommonGuards.And(world.Book.Find("scale")!).Except(world.Book.Find("scale")!.Guards).ToList();
        Append(text, "every action (`cluster-agrees`: those on clusters)", common);
        foreach (var remedy in world.Book.Remedies)
        {
            Append(text, $"`{remedy.About.Kind}`", remedy.Guards);
        }

        return text.Append('\n').ToString();
    }

    private static void Append(StringBuilder text, string title, IEnumerable<IGuard> guards)
    {
        text.Append($"\n**{title}**\n\n| guard | looks at | warns | blocks | may be overridden |\n| --- | --- | --- | --- | --- |\n");
        foreach (var about in guards.Select(guard => guard.About))
        {
            text.Append($"| `{about.Id}` | {about.Looks} | {about.Warns ?? "never"} | {about.Blocks ?? "never"} | {(about.MayBeOverridden ? "yes" : "no")} |\n");
        }
    }
}
