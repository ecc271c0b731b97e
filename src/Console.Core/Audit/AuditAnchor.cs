using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsConsole.Audit;

/// <summary>A witness outside the database: at that time, the chain had that entry.</summary>
/// <param name="Sequence">The last entry.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="At">When it was written down.</param>
/// <param name="KeyId">The key of the mac.</param>
/// <param name="Mac">HMAC-SHA-256 over the rest, in canonical form.</param>
internal sealed record AuditAnchor(long Sequence, string Hash, DateTimeOffset At, string KeyId, string Mac)
{
    private const long Format = 1;

    /// <summary>The line of the file.</summary>
    public string Line => CanonicalJson.Write(Members(Mac)).Value;

    /// <summary>What the mac covers.</summary>
    public string Witnessed => CanonicalJson.Write(Members(null)).Value;

    /// <summary>Makes one.</summary>
    /// <param name="sequence">The last entry.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="at">The time.</param>
    /// <param name="key">The key.</param>
    public static AuditAnchor Of(long sequence, string hash, DateTimeOffset at, AuditKey key)
    {
        var open = new AuditAnchor(sequence, hash, at, key.Id, string.Empty);
        return open with { Mac = key.Hash(open.Witnessed) };
    }

    /// <summary>Whether it was made with one of these keys.</summary>
    /// <param name="keys">The keys.</param>
    public bool IsBy(ImmutableArray<AuditKey> keys) => keys.Any(key => key.Id == KeyId && key.Made(Witnessed, Mac));

    /// <summary>Reads a line; null when it is none.</summary>
    /// <param name="line">The line.</param>
    public static AuditAnchor? Read(string line)
    {
        try
        {
            var members = JsonNode.Parse(line) as JsonObject;
            string Text(string name) => members?[name]?.GetValue<string>() ?? throw new FormatException(name);
            return members?["sequence"]?.GetValue<long>() is { } sequence
                ? new AuditAnchor(sequence, Text("hash"), DateTimeOffset.Parse(Text("at"), CultureInfo.InvariantCulture), Text("keyId"), Text("mac"))
                : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private JsonObject Members(string? mac)
    {
        var members = new JsonObject
        {
            ["anchor"] = Format,
            ["at"] = At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["hash"] = Hash,
            ["keyId"] = KeyId,
            ["sequence"] = Sequence,
        };
        if (mac is not null)
        {
            members["mac"] = mac;
        }

        return members;
    }
}

/// <summary>The file of the anchors, one a line, oldest first.</summary>
/// <param name="file">The file.</param>
internal sealed class AnchorFile(string file)
{
    /// <summary>Where it is.</summary>
    public string File => file;

    /// <summary>Adds one, on the disk when this returns.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Append(AuditAnchor anchor)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        using var stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        stream.Seek(WholeLines(stream), SeekOrigin.Begin);
        stream.SetLength(stream.Position);
        stream.Write(Encoding.UTF8.GetBytes($"{anchor.Line}\n"));
        stream.Flush(flushToDisk: true);
    }

    /// <summary>The lines; none when there is no file. A last line without its end was cut by a crash and is left out.</summary>
    public IEnumerable<string> Lines()
    {
        if (!System.IO.File.Exists(file))
        {
            yield break;
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var whole = WholeLines(stream);
        stream.Seek(0, SeekOrigin.Begin);
        using var reader = new StreamReader(stream);
        for (long at = 0; at < whole && reader.ReadLine() is { } line; at += Encoding.UTF8.GetByteCount(line) + 1)
        {
            yield return line;
        }
    }

    /// <summary>Keeps the file as it is under another name, and begins it anew with some of its lines.</summary>
    /// <param name="aside">The other name, which must not be there yet.</param>
    /// <param name="isKept">Whether a line, by its number from 0, stays.</param>
    /// <exception cref="IOException">It can't be done; the file is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be done; the file is as it was.</exception>
    public void SetAside(string aside, Func<int, bool> isKept)
    {
        var next = $"{file}.next";
        System.IO.File.Copy(file, aside, overwrite: false);

        // A copy first: so it belongs to whom the file belonged to, and whoever ships it may still read it.
        System.IO.File.Copy(file, next, overwrite: true);
        using (var stream = new FileStream(next, FileMode.Truncate, FileAccess.Write))
        {
            foreach (var (_, line) in Lines().Index().Where(one => isKept(one.Index)))
            {
                stream.Write(Encoding.UTF8.GetBytes($"{line}\n"));
            }

            stream.Flush(flushToDisk: true);
        }

        System.IO.File.Move(next, file, overwrite: true);
    }

    /// <summary>The length without a last line that was cut.</summary>
    private static long WholeLines(FileStream stream)
    {
        for (var length = stream.Length; length > 0; length--)
        {
            stream.Seek(length - 1, SeekOrigin.Begin);
            if (stream.ReadByte() == '\n')
            {
                return length;
            }
        }

        return 0;
    }
}
