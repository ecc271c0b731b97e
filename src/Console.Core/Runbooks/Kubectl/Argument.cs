using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>A part of an argument.</summary>
/// <param name="Text">The text.</param>
/// <param name="Place">The template that it was filled into; null for what the line itself says.</param>
internal readonly record struct ArgumentPart(string Text, string? Place);

/// <summary>An argument, templates filled. Where its parts come from stays known: only what the line itself says can make it a flag or divide it.</summary>
/// <param name="Parts">The parts.</param>
internal sealed record Argument(ImmutableArray<ArgumentPart> Parts)
{
    /// <summary>The whole text.</summary>
    public string Text => string.Concat(Parts.Select(part => part.Text));

    /// <summary>What the line itself says before the first template.</summary>
    public string Head => Parts is [{ Place: null } first, ..] ? first.Text : string.Empty;

    /// <summary>The first template in it; null when it has none.</summary>
    public string? Place => Parts.Select(part => part.Place).FirstOrDefault(place => place is not null);

    /// <summary>Whether the line itself makes it a flag.</summary>
    public bool IsFlag => Head.Length > 1 && Head[0] == '-';

    /// <summary>An argument that the line says as it is.</summary>
    /// <param name="text">The text.</param>
    public static Argument Of(string text) => new([new ArgumentPart(text, null)]);

    /// <summary>The rest of it, from a letter of <see cref="Head"/> on.</summary>
    /// <param name="from">The letter.</param>
    public Argument Rest(int from) => new(
        [.. Head.Length > from ? [new ArgumentPart(Head[from..], null)] : ImmutableArray<ArgumentPart>.Empty, .. Parts.Skip(Head.Length > 0 ? 1 : 0)]);
}

/// <summary>A command line with its templates filled.</summary>
/// <param name="Stages">The commands of the pipe.</param>
internal sealed partial record FilledLine(ImmutableArray<ImmutableArray<Argument>> Stages)
{
    private const int LongestValue = 500;

    /// <summary>The line for people and for a shell: every argument is quoted where a shell would read it otherwise.</summary>
    public string Text => string.Join(" | ", Stages.Select(stage => string.Join(' ', stage.Select(argument => Quoted(argument.Text)))));

    /// <summary>Fills a line: a word stays one argument, whatever fills it.</summary>
    /// <param name="line">The line.</param>
    /// <param name="scene">The values; null: something stands in for each, to look at the line alone.</param>
    /// <returns>The line, or what is missing or may not be filled in.</returns>
    public static Result<FilledLine> Of(ShellLine line, RunbookScene? scene)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        ArgumentPart Fill(TemplatePart part, bool isPipe)
        {
            if (!part.IsName)
            {
                return new(part.Text, null);
            }

            var value = scene is null ? "x" : scene.Values.GetValueOrDefault(part.Text);
            if (Refused(part.Text, value, isPipe, scene) is { } refused)
            {
                problems.Add(refused);
            }

            return new(value ?? string.Empty, part.Text);
        }

        ImmutableArray<ImmutableArray<Argument>> stages =
            [.. line.Stages.Select((stage, number) => stage.Select(word => new Argument([.. word.Parts.Select(part => Fill(part, number > 0))])).ToImmutableArray())];
        return problems.Count > 0 ? problems.ToImmutable() : new FilledLine(stages);
    }

    // In kubectl's own arguments a value is a name or a label's value and nothing more; what is searched for may be any text of one line.
    private static Problem? Refused(string place, string? value, bool isPipe, RunbookScene? scene) => value switch
    {
        null => Missing(place, scene!),
        { Length: 0 or > LongestValue } => Refusal.OfPlace(place, value.Length == 0 ? "is empty here" : "is too long to be asked for"),
        ['-', ..] => Refusal.OfPlace(place, "begins with a dash here, so that it would be a flag"),
        _ when isPipe => value.Any(char.IsControl) ? Refusal.OfPlace(place, "has more than one line here") : null,
        _ when !PlainValue().IsMatch(value) || value.Contains("..", StringComparison.Ordinal) =>
            Refusal.OfPlace(place, $"is '{Shown(value)}' here, which is neither a name nor a label's value that Kubernetes allows"),
        _ => null,
    };

    /// <summary>What is said of a template that nothing is known of.</summary>
    /// <param name="place">Its name.</param>
    /// <param name="scene">The values.</param>
    public static Problem Missing(string place, RunbookScene scene) => Refusal.OfPlace(place, (scene.HasAlert, place.Split('.')) switch
    {
        (false, ["labels" or "annotations" or "alert", ..]) => "is known only where there is an alert",
        (_, ["labels", var label]) => $"is missing: the alert has no label '{label}'",
        (_, ["annotations", var annotation]) => $"is missing: the alert has no annotation '{annotation}'",
        _ => "is not known here",
    });

    /// <summary>A value for a sentence: short, and without what could be taken for something else.</summary>
    /// <param name="value">The value.</param>
    public static string Shown(string value) => Workloads.LogText.Harmless(value.Length <= 60 ? value : $"{value[..60]}...");

    private static string Quoted(string text) =>
        text.Length > 0 && Safe().IsMatch(text) ? text : new StringBuilder("'").Append(text.Replace("'", "'\\''", StringComparison.Ordinal)).Append('\'').ToString();

    [GeneratedRegex(@"\A[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainValue();

    [GeneratedRegex(@"\A[A-Za-z0-9._:/@%+,=^-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Safe();
}
