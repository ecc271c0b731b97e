using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OpsConsole.Systems;

namespace OpsConsole.Api;

/// <summary>
/// A body of JSON, read member by member: what is missing, of the wrong form or not known here is a problem with the member's name. Nothing is guessed,
/// and a misspelt member is never passed over.
/// </summary>
internal sealed class JsonBody
{
    private const int LongestText = 4_000;
    private const int MostMembers = 50;

    private readonly JsonElement body;
    private readonly string place;
    private readonly List<Problem> problems;
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    private JsonBody(JsonElement body, string place, List<Problem> problems) => (this.body, this.place, this.problems) = (body, place, problems);

    /// <summary>Reads a body.</summary>
    /// <typeparam name="T">What is made of it.</typeparam>
    /// <param name="root">The JSON.</param>
    /// <param name="read">Reads its members.</param>
    public static Result<T> Read<T>(JsonElement root, Func<JsonBody, T> read)
        where T : notnull
    {
        if (root.ValueKind is not JsonValueKind.Object)
        {
            return new Problem(string.Empty, $"The body must be a JSON object, and is {Form(root)}.");
        }

        var problems = new List<Problem>();
        var value = Whole(new JsonBody(root, string.Empty, problems), read);
        return problems.Count == 0 ? value : problems.ToImmutableArray();
    }

    /// <summary>A text that must be there.</summary>
    public string Text(string name) => Optional(name) ?? Missing(name);

    /// <summary>A text that may be left out, or be null.</summary>
    public string? Optional(string name) => Member(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => Sound(name, text.GetString()!),
        { } other => Wrong<string>(name, $"must be a text, and is {Form(other)}"),
    };

    /// <summary>A text of several lines that may be left out, or be null.</summary>
    public string? Prose(string name, int most = LongestText) => Member(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => Sound(name, text.GetString()!, mayHaveLines: true, most),
        { } other => Wrong<string>(name, $"must be a text, and is {Form(other)}"),
    };

    /// <summary>One of some words; what is missing or another word is a problem.</summary>
    public T Word<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { Length: > 0 } text || Enum.GetValues<T>().Select(value => (Value: value, Word: ApiWords.Of(value))).ToList() is not { } words)
        {
            return default;
        }

        return words.Exists(one => one.Word == text)
            ? words.Find(one => one.Word == text).Value
            : Wrong<T>(name, $"must be one of {string.Join(", ", words.Select(one => one.Word))}");
    }

    /// <summary>One of some words, or nothing.</summary>
    public T? OptionalWord<T>(string name)
        where T : struct, Enum => Member(name) is null ? null : Word<T>(name);

    /// <summary>A whole number of at least zero that may be left out.</summary>
    public long? Number(string name) => Member(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var value) && value >= 0 => value,
        { ValueKind: JsonValueKind.Number } => Wrong<long?>(name, "must be a whole number of at least 0"),
        { } other => Wrong<long?>(name, $"must be a whole number, and is {Form(other)}"),
    };

    /// <summary>True or false; false when it is left out.</summary>
    public bool Flag(string name) => Member(name) switch
    {
        null or { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.True } => true,
        { } other => Wrong<bool>(name, $"must be true or false, and is {Form(other)}"),
    };

    /// <summary>A point in time that may be left out.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Optional(name) is not { } text)
        {
            return null;
        }

        // Without an offset it would be a time somewhere.
        var hasOffset = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        return hasOffset && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            ? time
            : Wrong<DateTimeOffset?>(name, "must be a time with its offset, such as 2026-11-29T18:00:00Z");
    }

    /// <summary>A day that must be there.</summary>
    public DateOnly Day(string name) => Text(name) is not { Length: > 0 } text ? default
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : Wrong<DateOnly>(name, "must be a day, such as 2026-11-29");

    /// <summary>A span of time that may be left out.</summary>
    public TimeSpan? Span(string name) => Optional(name) is not { } text ? null
        : PromDuration.TryParse(text, out var span) ? span
        : Wrong<TimeSpan?>(name, "must be a span such as 4h or 90m");

    /// <summary>A list of texts; empty when it is left out.</summary>
    public ImmutableArray<string> Texts(string name)
    {
        if (Member(name) is not { } list)
        {
            return [];
        }

        return list.ValueKind is JsonValueKind.Array && list.GetArrayLength() <= MostMembers && list.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(item => Sound(name, item.GetString()!))]
            : Wrong<ImmutableArray<string>?>(name, $"must be a list of at most {MostMembers} texts") ?? [];
    }

    /// <summary>Texts by name, numbers and truths as they are written; empty when it is left out.</summary>
    public ImmutableSortedDictionary<string, string> Map(string name)
    {
        var map = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        switch (Member(name))
        {
            case null:
                break;
            case { ValueKind: JsonValueKind.Object } members when members.EnumerateObject().Count() <= MostMembers:
                foreach (var member in members.EnumerateObject())
                {
                    map[member.Name] = member.Value.ValueKind switch
                    {
                        JsonValueKind.String => Sound($"{name}.{member.Name}", member.Value.GetString()!),
                        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => Sound($"{name}.{member.Name}", member.Value.GetRawText()),
                        _ => Wrong<string>($"{name}.{member.Name}", $"must be a text or a number, and is {Form(member.Value)}") ?? string.Empty,
                    };
                }

                break;
            case { } other:
                Wrong<string>(name, $"must be an object of at most {MostMembers} members, and is {Form(other)}");
                break;
        }

        return map.ToImmutable();
    }

    /// <summary>An object within this one; null when it is left out.</summary>
    public T? Part<T>(string name, Func<JsonBody, T> read)
        where T : class => Member(name) switch
        {
            null => null,
            { ValueKind: JsonValueKind.Object } part => Whole(new JsonBody(part, $"{place}{name}.", problems), read),
            { } other => Wrong<T>(name, $"must be an object, and is {Form(other)}"),
        };

    /// <summary>A list of objects; empty when it is left out.</summary>
    public ImmutableArray<T> Parts<T>(string name, Func<JsonBody, T> read)
    {
        if (Member(name) is not { } list)
        {
            return [];
        }

        return list.ValueKind is JsonValueKind.Array && list.GetArrayLength() <= MostMembers && list.EnumerateArray().All(item => item.ValueKind is JsonValueKind.Object)
            ? [.. list.EnumerateArray().Select((item, number) => Whole(new JsonBody(item, $"{place}{name}[{number}].", problems), read))]
            : Wrong<ImmutableArray<T>?>(name, $"must be a list of at most {MostMembers} objects") ?? [];
    }

    private static T Whole<T>(JsonBody body, Func<JsonBody, T> read)
    {
        var value = read(body);
        foreach (var member in body.body.EnumerateObject().Where(member => !body.known.Contains(member.Name)).Take(MostMembers))
        {
            body.problems.Add(new(body.place + Shown(member.Name), $"is not known here; known are {string.Join(", ", body.known)}"));
        }

        return value;
    }

    private JsonElement? Member(string name)
    {
        known.Add(name);
        return body.TryGetProperty(name, out var member) && member.ValueKind is not JsonValueKind.Null ? member : null;
    }

    private string Missing(string name)
    {
        if (!problems.Exists(problem => problem.Where == place + name))
        {
            problems.Add(new(place + name, "is missing"));
        }

        return string.Empty;
    }

    private string Sound(string name, string text, bool mayHaveLines = false, int most = LongestText)
    {
        if (text.Length > most)
        {
            problems.Add(new(place + Shown(name), $"has more than {most} letters"));
        }
        else if (text.Any(letter => char.IsControl(letter) && !(mayHaveLines && letter is ('\n' or '\r' or '\t'))))
        {
            problems.Add(new(place + Shown(name), "holds a control character"));
        }

        return text;
    }

    private T? Wrong<T>(string name, string what)
    {
        problems.Add(new(place + Shown(name), what));
        return default;
    }

    private static string Shown(string name) => new([.. name.Take(60).Select(letter => char.IsControl(letter) ? '?' : letter)]);

    private static string Form(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };
}
