using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsConsole.Audit;

/// <summary>
/// What entries are searched by: the words in them, and fields as a whole (a short hash of name and value). One index for all of them lets the
/// database intersect any filters. In the index the number of the entry's block stands before each, so that one block can be searched alone.
/// </summary>
internal static class AuditTerms
{
    /// <summary>How many entries are a block; the migration says the same number.</summary>
    public const int BlockSize = 8192;

    private const int LongestWord = 48;
    private const int MostWords = 16;
    private const int HashDigits = 16;

    /// <summary>The terms of an entry, without their block.</summary>
    /// <param name="members">Its members.</param>
    public static IReadOnlySet<string> Of(JsonObject members)
    {
        var terms = new HashSet<string>(StringComparer.Ordinal);
        AddWords(members, terms);
        string? Text(string name) => members[name]?.GetValue<string>();
        terms.Add(Field("actor", Text("subject")!));
        terms.Add(Field("actor", Text("name")!));
        foreach (var name in new[] { "action", "stage", "system", "target", "correlation" })
        {
            if (Text(name) is { } value)
            {
                terms.Add(Field(name, value));
            }
        }

        return terms;
    }

    /// <summary>The terms that an entry must hold, without their block; a word needs only begin so.</summary>
    /// <param name="query">What is asked for.</param>
    public static IReadOnlyList<string> Of(AuditQuery query)
    {
        var terms = new List<string>();
        foreach (var (name, value) in new[]
        {
            ("actor", query.Actor), ("action", query.Action), ("stage", query.Stage is { } stage ? AuditBody.Word(stage) : null), ("system", query.System),
            ("target", query.Target), ("correlation", query.Correlation),
        })
        {
            if (!string.IsNullOrEmpty(value))
            {
                terms.Add(Field(name, value));
            }
        }

        terms.AddRange(Words(query.Text ?? string.Empty).Distinct().Take(MostWords));
        return terms;
    }

    /// <summary>Whether an entry holds all that is asked for.</summary>
    /// <param name="terms">The entry's terms.</param>
    /// <param name="wanted">What is asked for.</param>
    public static bool Match(IReadOnlySet<string> terms, IReadOnlyList<string> wanted) =>
        wanted.All(one => terms.Contains(one) || (IsWord(one) && terms.Any(term => term.StartsWith(one, StringComparison.Ordinal))));

    /// <summary>The terms as they stand in the index.</summary>
    /// <param name="sequence">The entry's place.</param>
    /// <param name="terms">Its terms.</param>
    public static string Indexed(long sequence, IReadOnlySet<string> terms) => string.Join(' ', terms.Select(term => $"{sequence / BlockSize}{term}"));

    /// <summary>The question to SQLite: all terms, in any of the blocks.</summary>
    /// <param name="wanted">The terms.</param>
    /// <param name="block">The newest block.</param>
    /// <param name="end">The oldest.</param>
    public static string ForSqlite(IReadOnlyList<string> wanted, long block, long end) => string.Join(" OR ", Blocks(block, end)
        .Select(one => $"({string.Join(" AND ", wanted.Select(term => $"\"{one}{term}\"{(IsWord(term) ? " *" : string.Empty)}"))})"));

    /// <summary>The question to PostgreSQL: all terms, in any of the blocks.</summary>
    /// <param name="wanted">The terms.</param>
    /// <param name="block">The newest block.</param>
    /// <param name="end">The oldest.</param>
    public static string ForPostgreSql(IReadOnlyList<string> wanted, long block, long end) => string.Join(" | ", Blocks(block, end)
        .Select(one => $"({string.Join(" & ", wanted.Select(term => $"'{one}{term}'{(IsWord(term) ? ":*" : string.Empty)}"))})"));

    private static IEnumerable<long> Blocks(long block, long end)
    {
        for (; block >= end; block--)
        {
            yield return block;
        }
    }

    private static bool IsWord(string term) => term[0] == 'w';

    private static string Field(string name, string value) =>
        $"f{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}\n{StorableJson.Of(value).ToLowerInvariant()}")))[..HashDigits]}";

    private static void AddWords(JsonNode? value, HashSet<string> to)
    {
        switch (value)
        {
            case JsonObject members:
                foreach (var (name, member) in members.Where(member => members.Parent is not null || !AuditBody.PlaceMembers.Contains(member.Key)))
                {
                    // The names of our own members are in every entry; those inside parameters and evidence tell something.
                    if (members.Parent is not null)
                    {
                        to.UnionWith(Words(name));
                    }

                    AddWords(member, to);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    AddWords(item, to);
                }

                break;
            case not null when value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number:
                to.UnionWith(Words(value.ToString()));
                break;
        }
    }

    /// <summary>Runs of letters, digits and their marks, in lower case: the same for both databases, whatever their own rules are.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder("w");
        foreach (var rune in text.EnumerateRunes().Append(new Rune(' ')))
        {
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            {
                if (word.Length < LongestWord)
                {
                    word.Append(Rune.ToLowerInvariant(rune).ToString());
                }
            }
            else if (word.Length > 1)
            {
                yield return word.ToString();
                word.Length = 1;
            }
        }
    }
}
