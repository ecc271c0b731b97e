using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Logging;

namespace OpsConsole.Audit;

/// <summary>The key file. It is read each time it is needed, which costs less than a commit: a new key is known without a restart.</summary>
/// <param name="file">The file.</param>
/// <param name="log">Where it is said that others can read the file.</param>
internal sealed class AuditKeys(string file, ILogger<AuditKeys> log)
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private int warned;

    /// <summary>Where the keys are.</summary>
    public string File => file;

    /// <summary>Reads all keys, oldest first.</summary>
    /// <returns>At least one key, or why there is none.</returns>
    public Result<ImmutableArray<AuditKey>> Read()
    {
        try
        {
            WarnWhenOpen();
            var keys = ImmutableArray.CreateBuilder<AuditKey>();
            foreach (var (line, number) in System.IO.File.ReadAllLines(file).Select((line, index) => (line.Trim(), index + 1)))
            {
                if (line.Length == 0 || line[0] == '#')
                {
                    continue;
                }

                if (AuditKey.Read(line, $"{file}:{number}") is not { IsOk: true } key)
                {
                    return AuditKey.Read(line, $"{file}:{number}").Problems;
                }

                keys.Add(key.Value);
            }

            return keys.Count > 0 ? keys.ToImmutable() : new Problem(file, "holds no key");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(file, e is FileNotFoundException or DirectoryNotFoundException ? "the audit's key file is missing" : $"the audit's key file can't be read: {e.Message}");
        }
    }

    /// <summary>Makes the file with a first key, when there is none.</summary>
    public Result<AuditKey> MakeFirst() => System.IO.File.Exists(file) ? Read() switch
    {
        { IsOk: true } all => all.Value[^1],
        var bad => bad.Problems,
    } : Write([AuditKey.New()]);

    /// <summary>Adds a key.</summary>
    public Result<AuditKey> AddNew() => Read() switch
    {
        { IsOk: true } all => Write([.. all.Value, AuditKey.New()]),
        var bad => bad.Problems,
    };

    /// <summary>Written beside and moved over: whoever reads sees the old file or the new one. Lines of others (comments) are kept.</summary>
    private Result<AuditKey> Write(ImmutableArray<AuditKey> all)
    {
        var beside = $"{file}.new";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            System.IO.File.Delete(beside);
            var before = System.IO.File.Exists(file) ? System.IO.File.ReadAllText(file).TrimEnd('\n') + "\n" : "# The audit's keys. Keep a copy: without them nobody can verify the record.\n";
            using (var stream = OwnFile.Open(beside, FileMode.CreateNew))
            {
                stream.Write(Encoding.UTF8.GetBytes($"{before}{all[^1].Line}\n"));
                stream.Flush(flushToDisk: true);
            }

            System.IO.File.Move(beside, file, overwrite: true);
            return all[^1];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(file, $"the audit's key file can't be written: {e.Message}");
        }
    }

    private void WarnWhenOpen()
    {
        if (!OperatingSystem.IsWindows() && System.IO.File.Exists(file) && (System.IO.File.GetUnixFileMode(file) & Others) != 0 && Interlocked.Exchange(ref warned, 1) == 0)
        {
            log.KeysAreOpen(file);
        }
    }
}
