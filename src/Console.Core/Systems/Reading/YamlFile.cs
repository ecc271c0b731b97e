using System.Collections.Immutable;
using System.Text;
using OpsConsole.Systems.Yaml;

namespace OpsConsole.Systems.Reading;

/// <summary>What a kind of file is, for the sentences about one that is wrong.</summary>
/// <param name="Kind">What it is: <c>a profile</c>.</param>
/// <param name="First">The field that it begins with.</param>
/// <param name="Begins">All that it begins with, in words.</param>
internal sealed record YamlKind(string Kind, string First, string Begins);

/// <summary>Reads a file that is a group of fields, whole or not at all: the answer is what was read, or all that is wrong with it.</summary>
internal static class YamlFile
{
    /// <summary>The largest file that is read: what people write by hand is a few kilobytes.</summary>
    public const int Largest = 1024 * 1024;

    /// <summary>Reads a file's bytes; one byte more than <see cref="Largest"/> when it is larger.</summary>
    public static Result<byte[]> Bytes(string path, string shown)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[Largest + 1];
            return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(shown, $"can't be read: {e.Message}");
        }
    }

    /// <summary>Reads a file's content.</summary>
    /// <param name="file">The file as people see it.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="kind">What it should be.</param>
    /// <param name="read">Reads the fields; what it makes is only used when nothing is wrong.</param>
    public static Result<T> Read<T>(string file, ReadOnlySpan<byte> content, YamlKind kind, Func<FieldReader, T> read)
        where T : notnull
    {
        if (content.Length > Largest)
        {
            return new Problem(file, $"is larger than 1 MB: {kind.Kind} takes a few kilobytes");
        }

        try
        {
            return Read(file, new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content).TrimStart('\uFEFF'), kind, read);
        }
        catch (DecoderFallbackException)
        {
            return new Problem(file, $"is not text: {kind.Kind} is YAML in UTF-8");
        }
    }

    private static Result<T> Read<T>(string file, string text, YamlKind kind, Func<FieldReader, T> read)
        where T : notnull
    {
        var problems = new ProfileProblems(file);
        var (root, unreadable) = YamlTree.Read(text);
        foreach (var (place, what) in unreadable)
        {
            problems.Add(place, string.Empty, what);
        }

        switch (root)
        {
            case YamlFields fields:
                var made = read(new FieldReader(fields, string.Empty, problems) { Places = ImmutableDictionary.CreateBuilder<string, string>() });
                return problems.All is { IsEmpty: false } wrong ? wrong : made;
            case null or YamlScalar { IsEmpty: true } when unreadable.IsEmpty:
                return new Problem($"{file}:1:1", $"is empty: {kind.Kind} begins with {kind.Begins}");
            case { } other when unreadable.IsEmpty:
                return new Problem($"{file}:{other.Place.Line}:{other.Place.Column}", $"must be a group of fields ({kind.First}: ...), not {other.Kind}");
            default:
                return problems.All;
        }
    }
}
