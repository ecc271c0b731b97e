using System.Text.Json;

namespace OpsConsole.Api;

/// <summary>How the API writes what it answers.</summary>
internal static class ApiWords
{
    /// <summary>camelCase, times in ISO 8601, what is not there as null.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    /// <summary>A state, verdict or stage as the API says it.</summary>
    /// <param name="value">The value.</param>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
