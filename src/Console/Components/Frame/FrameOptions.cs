namespace OpsConsole.Components.Frame;

/// <summary>What the frame says on every page: the configuration section <c>Frame</c>.</summary>
internal sealed class FrameOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Frame";

    /// <summary>A sentence that says that the systems are simulated; null when they are real.</summary>
    public string? SandboxNotice { get; set; }

    /// <summary>The sandbox's own page, where trouble is started and stopped.</summary>
    public string? SandboxAddress { get; set; }

    /// <summary>
    /// Whether what is sent to open pages is compressed. It saves nine of ten bytes, and costs each open page memory outside the managed heap: docs/decisions/0017.
    /// </summary>
    public bool CompressesUpdates { get; set; }
}
