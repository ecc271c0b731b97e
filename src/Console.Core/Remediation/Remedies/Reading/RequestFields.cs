using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Remediation;

/// <summary>Reads the parameters of a request: all that is wrong with them at once, each by its name.</summary>
/// <param name="request">What is asked.</param>
/// <param name="about">The action.</param>
internal sealed class RequestFields(ActionRequest request, RemedyDescription about)
{
    private readonly List<Problem> problems = [.. Strangers(request, about)];
    private readonly Dictionary<string, string> read = new(StringComparer.Ordinal);

    /// <summary>What is wrong.</summary>
    public ImmutableArray<Problem> Problems => [.. problems];

    /// <summary>The parameters, each in its one spelling.</summary>
    public ImmutableSortedDictionary<string, string> Parameters => read.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Whether a parameter is given, with something in it.</summary>
    /// <param name="name">Its name.</param>
    public bool Has(string name) => !string.IsNullOrWhiteSpace(request.Parameters.GetValueOrDefault(name));

    /// <summary>Something is wrong with one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="what">What.</param>
    public void Wrong(string name, string what) => problems.Add(new(name, what));

    /// <summary>Reads one.</summary>
    /// <typeparam name="T">What it means.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="right">What would be right, for whoever left it out.</param>
    /// <param name="read">Reads the text.</param>
    /// <param name="write">Writes it in its one spelling.</param>
    /// <returns>Its meaning; the type's empty value where it is wrong.</returns>
    public T? Read<T>(string name, string right, Func<string, Result<T>> read, Func<T, string> write)
        where T : notnull
    {
        var text = request.Parameters.GetValueOrDefault(name)?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            problems.Add(new(name, $"{(text is null ? "is missing" : "is empty")}: write {right}"));
            return default;
        }

        // It goes into hashes, databases and servers: what is no text, or steers a terminal, is no part of any right value.
        var meaning = text.Any(letter => char.IsControl(letter) && letter is not '\n' and not '\t') || HoldsHalves(text)
            ? new Problem(name, $"holds characters that are none: write {right}")
            : read(text);
        if (!meaning.IsOk)
        {
            problems.AddRange(meaning.Problems.Select(problem => problem with { Where = name }));
            return default;
        }

        this.read[name] = write(meaning.Value);
        return meaning.Value;
    }

    /// <summary>Reads the target.</summary>
    /// <param name="target">The target, or what is wrong with it.</param>
    /// <returns>The target; null where it is wrong.</returns>
    public ActionTarget? Target(Result<ActionTarget> target)
    {
        problems.AddRange(target.Problems);
        return target.IsOk ? target.Value : null;
    }

    private static bool HoldsHalves(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<Problem> Strangers(ActionRequest request, RemedyDescription about)
    {
        var known = about.Fields.Select(field => field.Name).ToList();
        return request.Parameters.Keys.Where(name => !known.Contains(name)).Take(10).Select(name => new Problem(
            FieldReader.Short(name), $"{about.Kind} has no such parameter; {(known.Count == 0 ? "it has none" : $"it has {Phrases.List(known, "and")}")}"));
    }
}
