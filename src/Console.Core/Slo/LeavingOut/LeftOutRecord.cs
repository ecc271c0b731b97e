using System.Text.Json.Serialization;
using OpsConsole.Silences;

namespace OpsConsole.Slo;

/// <summary>Time that a person left out of a budget.</summary>
/// <param name="Id">Its id.</param>
/// <param name="System">The system's id.</param>
/// <param name="Objective">The objective's name.</param>
/// <param name="From">Begin.</param>
/// <param name="To">End.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who.</param>
/// <param name="MadeAt">When it was said.</param>
public sealed record LeftOutRecord(
    string Id, string System, string Objective, DateTimeOffset From, DateTimeOffset To, string Reason, WindowPerson By, DateTimeOffset MadeAt)
{
    /// <summary>When it was taken back, so that the time counts again; null while it was not.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>Who took it back.</summary>
    public WindowPerson? WithdrawnBy { get; init; }
}

/// <summary>What somebody wants to leave out.</summary>
/// <param name="System">The system's id.</param>
/// <param name="Objective">The objective's name.</param>
/// <param name="From">Begin.</param>
/// <param name="To">End.</param>
/// <param name="Reason">Why.</param>
public sealed record LeftOutWish(string System, string Objective, DateTimeOffset From, DateTimeOffset To, string Reason);

/// <summary>What is kept of a record as JSON: escaped, every character can be.</summary>
internal sealed record LeftOutBody(string Reason, WindowPerson By, WindowPerson? WithdrawnBy);

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LeftOutBody))]
internal sealed partial class LeftOutJson : JsonSerializerContext;
