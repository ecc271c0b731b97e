using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OpsConsole.Systems.Yaml;

/// <summary>
/// Reads YAML into nodes that know their places. A tree of our own, because a deserializer stops at the first thing that is wrong,
/// and its recursion lets a file of a hundred thousand brackets end the process.
/// </summary>
internal sealed class YamlTree
{
    // A profile needs four levels; a stack of our own would take more, but nobody means to write more.
    private const int DeepestLevel = 32;

    private readonly Stack<Open> open = new();
    private readonly ImmutableArray<(YamlPlace, string)>.Builder problems = ImmutableArray.CreateBuilder<(YamlPlace, string)>();
    private readonly ImmutableArray<YamlNode>.Builder roots = ImmutableArray.CreateBuilder<YamlNode>();
    private readonly bool many;

    private YamlTree(bool many) => this.many = many;

    /// <summary>Reads one document.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The root, null when the text is empty or can't be read further, and what is wrong.</returns>
    public static (YamlNode? Root, ImmutableArray<(YamlPlace Place, string What)> Problems) Read(string text)
    {
        var tree = new YamlTree(many: false);
        tree.Run(text);
        return (tree.roots.FirstOrDefault(), tree.problems.ToImmutable());
    }

    /// <summary>Reads all documents of a text; those that are empty are left out.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Their roots as far as they can be read, and what is wrong.</returns>
    public static (ImmutableArray<YamlNode> Roots, ImmutableArray<(YamlPlace Place, string What)> Problems) ReadAll(string text)
    {
        var tree = new YamlTree(many: true);
        tree.Run(text);
        return (tree.roots.ToImmutable(), tree.problems.ToImmutable());
    }

    private void Run(string text)
    {
        if (!RefuseControlCharacters(text))
        {
            var parser = new Parser(new StringReader(text));
            while (Advance(parser) && Take(parser.Current!))
            {
            }
        }
    }

    /// <summary>Goes to the next event.</summary>
    /// <returns>Whether there is one.</returns>
    private bool Advance(Parser parser)
    {
        var reached = parser.Current?.End ?? Mark.Empty;
        try
        {
            return parser.MoveNext();
        }
        catch (YamlException e)
        {
            return Refuse(e.Start, $"the YAML can't be read from here: {e.Message}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or OverflowException or NullReferenceException)
        {
            // The scanner has states that it did not foresee and then throws whatever is at hand (seen: a line of dashes in a list).
            return Refuse(reached, "the YAML behind this place can't be read: look at its quotes, brackets and indentation");
        }
    }

    private bool RefuseControlCharacters(string text)
    {
        var (line, column) = (1, 1);
        foreach (var letter in text)
        {
            if (char.IsControl(letter) && letter is not ('\t' or '\r' or '\n' or '\u0085'))
            {
                problems.Add((new YamlPlace(line, column), $"the control character U+{(int)letter:X4} stands here: is this a text file?"));
                return true;
            }

            (line, column) = letter == '\n' ? (line + 1, 1) : (line, column + 1);
        }

        return false;
    }

    /// <summary>Takes one event.</summary>
    /// <returns>Whether to go on.</returns>
    private bool Take(ParsingEvent e)
    {
        switch (e)
        {
            case DocumentStart when !many && roots.Count > 0:
                return Refuse(e.Start, "a second document begins here: one file holds one");
            case AnchorAlias:
                return Refuse(e.Start, "aliases (*name) are not read: write the value out");
            case MappingStart or SequenceStart when open.Count == DeepestLevel:
                return Refuse(e.Start, $"nested more than {DeepestLevel} levels deep");
            case MappingStart or SequenceStart:
                open.Push(new Open(PlaceOf(e.Start), e is MappingStart));
                return true;
            case MappingEnd or SequenceEnd:
                Add(open.Pop().Close());
                return true;
            case Scalar scalar:
                Add(ScalarOf(scalar));
                return true;
            default:
                return true;
        }
    }

    private static YamlScalar ScalarOf(Scalar scalar)
    {
        var isPlain = scalar.Style == ScalarStyle.Plain;
        return new YamlScalar(PlaceOf(scalar.Start), scalar.Value, isPlain && scalar.Value is "" or "~" or "null") { IsQuoted = !isPlain };
    }

    private void Add(YamlNode node)
    {
        if (!open.TryPeek(out var parent))
        {
            if (!many || node is not YamlScalar { IsEmpty: true })
            {
                roots.Add(node);
            }
        }
        else if (parent.Take(node) is { } problem)
        {
            problems.Add(problem);
        }
    }

    private bool Refuse(Mark at, string what)
    {
        problems.Add((PlaceOf(at), what));
        return false;
    }

    private static YamlPlace PlaceOf(Mark mark) => new(Math.Max(1, mark.Line), Math.Max(1, mark.Column));

    /// <summary>A list or a group of fields whose end was not read yet.</summary>
    private sealed class Open(YamlPlace place, bool isFields)
    {
        private readonly List<YamlNode> items = [];
        private readonly List<YamlEntry> entries = [];
        private readonly HashSet<string> names = new(StringComparer.Ordinal);
        private YamlNode? key;

        /// <summary>Adds a node: an item, a field's name or its value, in turn.</summary>
        /// <returns>What is wrong with it; null when it is taken.</returns>
        public (YamlPlace Place, string What)? Take(YamlNode node)
        {
            if (!isFields)
            {
                items.Add(node);
                return null;
            }

            if (key is null)
            {
                key = node;
                return node is YamlScalar ? null : (node.Place, $"{node.Kind} can't be the name of a field");
            }

            var named = key as YamlScalar;
            key = null;
            if (named is null)
            {
                return null;
            }

            if (!names.Add(named.Text))
            {
                return (named.Place, $"the field '{named.Text}' is written twice in one group: keep one");
            }

            entries.Add(new YamlEntry(named.Text, named.Place, node));
            return null;
        }

        public YamlNode Close() => isFields ? new YamlFields(place, [.. entries]) : new YamlList(place, [.. items]);
    }
}
