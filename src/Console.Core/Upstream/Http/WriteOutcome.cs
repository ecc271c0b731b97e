namespace OpsConsole.Upstream.Http;

/// <summary>Whether a write that failed may have been carried out all the same.</summary>
internal static class WriteOutcome
{
    public static bool IsUnknown(UpstreamException failure) => failure.Fault switch
    {
        // It was sent, and what came back says nothing of it. A 504 is no answer either.
        UpstreamFault.TimedOut or UpstreamFault.Unreadable or UpstreamFault.Broken => true,

        // Where no connection came about, nothing was sent.
        UpstreamFault.Unreachable => failure.InnerException is not HttpRequestException http || !ConnectionWords.NeverConnected(http),
        _ => false,
    };
}
