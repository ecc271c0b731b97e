using OpsConsole.Runbooks;

namespace OpsConsole.Core.Tests.Runbooks.Library;

internal static class Shelved
{
    /// <summary>A runbook of a folder, for an alert; without one a guide.</summary>
    public static Runbook Book(string folder, string slug, string? alert = null, string title = "Title", string body = "## Diagnose\n### Look\nWell.\n") => RunbookReader.Read(
        folder, slug, alert is null
            ? $"---\ntitle: {title}\n---\n{body}"
            : $"---\ntitle: {title}\nsystem: {folder}\nalerts: [{alert}]\nseverity: high\nrespond_within: 15m\nreviewed: 2026-06-01\n---\n{body}");
}
