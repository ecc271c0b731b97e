using System.Collections.Immutable;

namespace OpsConsole;

/// <summary>One thing that is wrong with an input: where, what, and what would be right.</summary>
/// <param name="Where">The field, or the place in a file (<c>systems/x.yaml:12:5 slos[0].target</c>). Empty when the whole input is meant.</param>
/// <param name="What">A sentence for the person who wrote the input; it says what would be right.</param>
public sealed record Problem(string Where, string What)
{
    /// <summary>The problem, or nothing when <paramref name="isWrong"/> is false.</summary>
    /// <param name="isWrong">Whether the rule is broken.</param>
    /// <param name="where">The field.</param>
    /// <param name="what">The sentence.</param>
    public static Problem? When(bool isWrong, string where, string what) => isWrong ? new Problem(where, what) : null;

    /// <summary>Those of the given problems that exist, in order.</summary>
    /// <param name="problems">Results of <see cref="When"/>.</param>
    public static ImmutableArray<Problem> All(params ReadOnlySpan<Problem?> problems)
    {
        var found = ImmutableArray.CreateBuilder<Problem>();
        foreach (var problem in problems)
        {
            if (problem is not null)
            {
                found.Add(problem);
            }
        }

        return found.ToImmutable();
    }

    /// <inheritdoc/>
    public override string ToString() => Where.Length == 0 ? What : $"{Where}: {What}";
}
