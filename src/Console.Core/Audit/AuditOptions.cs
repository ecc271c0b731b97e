using System.ComponentModel.DataAnnotations;

namespace OpsConsole.Audit;

/// <summary>The record: the section <c>Audit</c> of the configuration. Relative files are taken from the folder of <c>Storage</c>.</summary>
public sealed class AuditOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Audit";

    /// <summary>The file with the keys of the hashes: kept outside the database, so that whoever can write that can't make a hash.</summary>
    [Required]
    public string KeyFile { get; set; } = "audit-keys";

    /// <summary>The file that anchors are written to, by which a cut-off tail is found. Best on another disk, or shipped elsewhere.</summary>
    [Required]
    public string AnchorFile { get; set; } = "audit-anchors.jsonl";

    /// <summary>How often an anchor is written while there is news.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan AnchorEvery { get; set; } = TimeSpan.FromMinutes(1);
}
