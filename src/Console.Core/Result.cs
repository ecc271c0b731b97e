using System.Collections.Immutable;

namespace OpsConsole;

/// <summary>A value, or the problems that kept it from being made: exactly one of the two.</summary>
/// <typeparam name="T">What is made.</typeparam>
public sealed class Result<T>
    where T : notnull
{
    private readonly T? value;

    private Result(T? value, ImmutableArray<Problem> problems) => (this.value, Problems) = (value, problems);

    /// <summary>What is wrong; empty when there is a value.</summary>
    public ImmutableArray<Problem> Problems { get; }

    /// <summary>Whether there is a value.</summary>
    public bool IsOk => Problems.IsEmpty;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is none: look at <see cref="IsOk"/> first.</exception>
    public T Value => IsOk ? value! : throw new InvalidOperationException($"There is no value: {Explanation}");

    /// <summary>All problems in one text, one a line.</summary>
    public string Explanation => string.Join('\n', Problems);

    /// <summary>A good result.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator Result<T>(T value) => new(value, []);

    /// <summary>A failed result with one problem.</summary>
    /// <param name="problem">What is wrong.</param>
    public static implicit operator Result<T>(Problem problem) => new(default, [problem]);

    /// <summary>A failed result.</summary>
    /// <param name="problems">What is wrong; at least one.</param>
    /// <exception cref="ArgumentException">No problem was given.</exception>
    public static implicit operator Result<T>(ImmutableArray<Problem> problems) => problems.IsDefaultOrEmpty
        ? throw new ArgumentException("A failed result needs at least one problem.", nameof(problems))
        : new(default, problems);

    /// <summary>Gives the value to the one function or the problems to the other.</summary>
    /// <typeparam name="TAnswer">What both answer.</typeparam>
    /// <param name="ok">Called with the value.</param>
    /// <param name="failed">Called with the problems.</param>
    public TAnswer Match<TAnswer>(Func<T, TAnswer> ok, Func<ImmutableArray<Problem>, TAnswer> failed) =>
        IsOk ? ok(Value) : failed(Problems);
}
