using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OpsConsole.Runbooks;

/// <summary>How answers are kept as evidence. A value that is no number, or infinite, is kept as what it is.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(BlockAnswer))]
[JsonSerializable(typeof(BlockAnswer[]))]
[JsonSerializable(typeof(ImmutableArray<BlockAnswer>))]
internal sealed partial class BlockAnswerJson : JsonSerializerContext;
