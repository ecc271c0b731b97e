namespace OpsConsole.Metrics;

/// <summary>What came of a question to a metric source: an answer, or words.</summary>
/// <typeparam name="T">The answer.</typeparam>
/// <param name="Answer">The answer; null when there is none.</param>
/// <param name="Problem">Why there is none, in words for a person; null otherwise.</param>
/// <param name="Silent">Whether the source gave no answer at all, as against one that refused the question.</param>
internal sealed record Asked<T>(T? Answer, string? Problem, bool Silent)
    where T : class;

/// <summary>One figure, or words.</summary>
/// <param name="Value">The figure, never NaN or infinite; null when there is none.</param>
/// <param name="Problem">Why there is none; null otherwise.</param>
/// <param name="Silent">Whether the source gave no answer at all.</param>
internal readonly record struct Figure(double? Value, string? Problem, bool Silent)
{
    /// <summary>Reads the one figure that an answer should hold.</summary>
    /// <param name="asked">What came of the question.</param>
    public static Figure Of(Asked<InstantAnswer> asked) => asked.Answer?.Samples switch
    {
        null => new(null, asked.Problem, asked.Silent),
        [] => new(null, "no series", false),
        [{ Value: var value }] when double.IsFinite(value) => new(value, null, false),
        [{ Value: double.NaN }] => new(null, "the value is not a number (0/0)", false),
        [_] => new(null, "the value is infinite (a division by zero)", false),
        { Length: var many } => new(null, $"{many} series where one figure is due: aggregate them, for example with sum() or max()", false),
    };
}
