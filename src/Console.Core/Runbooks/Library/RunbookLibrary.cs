using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Systems;

namespace OpsConsole.Runbooks;

/// <summary>Reads the folder of runbooks and follows it while the console runs. A file that did not change is not read again.</summary>
public sealed class RunbookLibrary : BackgroundService
{
    private readonly string folder;
    private readonly LiveState live;
    private readonly LiveSection<RunbookShelf> section;
    private readonly TimeProvider clock;
    private readonly ILogger<RunbookLibrary> log;
    private ImmutableDictionary<string, (DateTime Written, long Length, Runbook Runbook)> read =
        ImmutableDictionary.Create<string, (DateTime, long, Runbook)>(StringComparer.Ordinal);

    /// <summary>Makes a library of a folder; it is filled when the console starts.</summary>
    /// <param name="folders">The folders.</param>
    /// <param name="live">Where the shelf is shown.</param>
    /// <param name="clock">The time.</param>
    /// <param name="log">The log.</param>
    public RunbookLibrary(SystemFolders folders, LiveState live, TimeProvider clock, ILogger<RunbookLibrary> log) =>
        (folder, this.live, section, this.clock, this.log) = (folders.Runbooks, live, live.Runbooks, clock, log);

    /// <summary>The runbooks as last read.</summary>
    public RunbookShelf Shelf => section.Current.Value ?? RunbookShelf.Empty;

    /// <summary>The runbook of an alert, or the guide of one that no system claims; null when nobody wrote it.</summary>
    /// <param name="alert">The alert.</param>
    public Runbook? For(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return alert.System is not { } id ? Shelf.ForNobodys(alert.Name) : live.Systems.Current.Value?.Find(id) is { } system ? Shelf.For(alert, system.Profile) : null;
    }

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Scan();
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Looks at the folder now.</summary>
    internal void Scan()
    {
        var now = RunbookFolder.Read(folder, file => read.TryGetValue(file, out var known) ? known : null);
        if (section.Current.Value is not null && now.Count == read.Count && now.All(one => read.TryGetValue(one.Key, out var was) && ReferenceEquals(was.Runbook, one.Value.Runbook)))
        {
            return;
        }

        read = now;
        section.Observed(new RunbookShelf(now.Values.Select(one => one.Runbook)));
        log.RunbooksFound(now.Count, folder);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var watch = new FolderWatch(folder, clock);
        await watch.FollowAsync(Scan, why => log.FolderNotWatched(folder, why, FolderWatch.LookAnyway), stoppingToken).ConfigureAwait(false);
    }
}

/// <summary>The files of a folder of runbooks: <c>FOLDER/SLUG.md</c>.</summary>
public static class RunbookFolder
{
    private const long LargestFile = 1024 * 1024;

    /// <summary>Reads all of them at once.</summary>
    /// <param name="folder">The folder.</param>
    public static RunbookShelf Read(string folder) => new(Read(folder, _ => null).Values.Select(one => one.Runbook));

    /// <summary>Reads the files that are not known as they are. A folder that can't be read holds nothing.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="known">What is known of a path.</param>
    internal static ImmutableDictionary<string, (DateTime Written, long Length, Runbook Runbook)> Read(
        string folder, Func<string, (DateTime Written, long Length, Runbook Runbook)?> known)
    {
        var all = ImmutableDictionary.CreateBuilder<string, (DateTime, long, Runbook)>(StringComparer.Ordinal);
        try
        {
            foreach (var path in Directory.EnumerateDirectories(folder).SelectMany(its => Directory.EnumerateFiles(its, "*.md")))
            {
                var file = new FileInfo(path);
                all[path] = known(path) is { } was && was.Written == file.LastWriteTimeUtc && was.Length == file.Length
                    ? was
                    : (file.LastWriteTimeUtc, file.Length, ReadFile(file));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Files that go while they are looked for: the next look sees what is left.
        }

        return all.ToImmutable();
    }

    private static Runbook ReadFile(FileInfo file)
    {
        var (folder, slug) = (file.Directory!.Name, Path.GetFileNameWithoutExtension(file.Name));
        try
        {
            return file.Length > LargestFile
                ? Unread(folder, slug, "is larger than 1 MB: a runbook takes a few kilobytes")
                : RunbookReader.Read(folder, slug, new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(file.FullName)));
        }
        catch (DecoderFallbackException)
        {
            return Unread(folder, slug, "is not text: a runbook is Markdown in UTF-8");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unread(folder, slug, $"can't be read: {e.Message}");
        }
    }

    private static Runbook Unread(string folder, string slug, string why) =>
        RunbookReader.Read(folder, slug, string.Empty) is var runbook ? runbook with { Problems = [new Problem(runbook.File, why)] } : throw new InvalidOperationException();
}
