using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax.Inlines;

namespace OpsConsole.Runbooks;

/// <summary>A place in a text that is filled from the alert: <c>{{ labels.pod }}</c>.</summary>
internal sealed class PlaceInline : LeafInline
{
    /// <summary>What it is filled with: <c>labels.pod</c>.</summary>
    public required string Name { get; init; }
}

/// <summary>Finds the places before anything else reads them: an underscore in a label's name is no emphasis.</summary>
internal sealed class PlaceParser : InlineParser
{
    private const int Longest = 200;

    public PlaceParser() => OpeningCharacters = ['{'];

    /// <inheritdoc/>
    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        // Bounded: a line of opening braces must not be searched to its end from each of them.
        var rest = slice.AsSpan();
        rest = rest[..Math.Min(rest.Length, Longest)];
        var end = rest.StartsWith("{{") ? rest.IndexOf("}}") : -1;
        if (end < 0 || rest[2..end].Contains('{') || Template.Parts(rest[..(end + 2)].ToString()).ToList() is not [{ IsName: true } place])
        {
            return false;
        }

        processor.Inline = new PlaceInline { Name = place.Text };
        slice.Start += end + 2;
        return true;
    }
}
