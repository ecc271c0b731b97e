using System.Collections.Immutable;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Incidents;

/// <summary>
/// Reads <c>escalation.yaml</c>. The answer is all of it, or all that is wrong, each with <c>escalation.yaml:LINE:COLUMN field</c>: half a policy is never used.
/// </summary>
public static class EscalationReader
{
    /// <summary>The file's name; it lies beside the grants.</summary>
    public const string File = "escalation.yaml";

    private const int MostGroupLabels = 5;
    private static readonly YamlKind Kind = new("the escalation policies", "people", "people: and a list of them, then rotations and policies");

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="channels">The names of the channels that are configured.</param>
    /// <param name="now">The time: a rotation that has not begun leaves a gap.</param>
    public static Result<EscalationBook> Read(string path, ImmutableArray<string> channels, DateTimeOffset now)
    {
        var shown = Path.GetFileName(path);
        return YamlFile.Bytes(path, shown).Match(bytes => Read(shown, bytes, channels, now), problems => problems);
    }

    /// <summary>Reads its content.</summary>
    /// <param name="file">The file as people see it.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="channels">The names of the channels that are configured.</param>
    /// <param name="now">The time: a rotation that has not begun leaves a gap.</param>
    public static Result<EscalationBook> Read(string file, ReadOnlySpan<byte> content, ImmutableArray<string> channels, DateTimeOffset now) => YamlFile.Read(file, content, Kind, top =>
    {
        var known = new KnownNames(channels);
        var roster = new RosterReader(known).Read(top);
        var steps = new StepReader(known, new Coverage(roster, now));
        var book = new EscalationBook(roster, new PolicyReader(file, steps).Read(top))
        {
            Quiet = QuietReader.Read(top),
            Usual = top.Group("usual") is { } usual ? steps.ReadUsual(usual) : null,
            GroupBy = top.Texts("group_by", WrongLabel),
        };
        if (book.GroupBy.Length > MostGroupLabels)
        {
            top.Wrong("group_by", $"names {book.GroupBy.Length} labels, {MostGroupLabels} at most: with many, every alert is a matter of its own");
        }

        top.RefuseTheRest();
        return book;
    });

    private static string? WrongLabel(string name) => Alerts.MatcherSyntax.IsLabelName(name) ? null : $"'{FieldReader.Short(name)}' is no label's name: letters, digits and _, for example namespace";
}
