using OpsConsole.Access;
using OpsConsole.Hosting;
using OpsConsole.Systems;

namespace OpsConsole.Api;

/// <summary>The images that stand beside the runbooks. They come from files that anybody with the folder can write: nothing in them is run.</summary>
internal static class RunbookImages
{
    private const long Largest = 5_000_000;

    // An SVG that is opened by itself is a document: it may load nothing and run nothing.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".svg"] = "image/svg+xml",
    };

    public static IEndpointRouteBuilder MapRunbookImages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/runbook-files/{folder}/{name}", Send).WithTags("Runbooks").RequireAction(Actions.View).WithMetadata(new OwnContentPolicy(Policy));
        return app;
    }

    private static IResult Send(string folder, string name, SystemFolders folders)
    {
        if (!IsName(folder) || !IsName(name) || !Types.TryGetValue(Path.GetExtension(name), out var type))
        {
            return Results.NotFound();
        }

        return Inside(new FileInfo(Path.Combine(folders.Runbooks, folder, name)), folders.Runbooks) is { Exists: true, Length: <= Largest } file
            ? Results.File(file.FullName, type, lastModified: file.LastWriteTimeUtc)
            : Results.NotFound();
    }

    // What is mounted into a pod is links into a hidden folder beside them: those are followed, and none that leads out.
    private static FileInfo? Inside(FileInfo file, string root)
    {
        try
        {
            var target = new FileInfo(file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file.FullName);
            return file.Directory!.LinkTarget is null && target.FullName.StartsWith(Path.GetFullPath(root).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? target : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static bool IsName(string text) => text.Length is > 0 and <= 100 && text[0] != '.' && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
}
