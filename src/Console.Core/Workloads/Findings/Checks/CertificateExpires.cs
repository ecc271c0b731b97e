namespace OpsConsole.Workloads;

/// <summary>Certificates that end soon, or have ended.</summary>
internal sealed class CertificateExpires : ICheck
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);
    private static readonly TimeSpan VerySoon = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public string Id => "certificate-expires";

    /// <inheritdoc/>
    public IEnumerable<Suspicion> Look(SystemView view) => view.Certificates
        .Where(it => it.ExpiresAt - view.Now < Soon)
        .Select(it => new Suspicion(
            it.ExpiresAt - view.Now < VerySoon ? FindingLevel.Problem : FindingLevel.Warning, $"Certificate {it.Namespace}/{it.Name}",
            it.ExpiresAt <= view.Now ? "A certificate has expired" : "A certificate expires soon",
            (it.ExpiresAt <= view.Now
                ? $"It ended {DurationText.Words(view.Now - it.ExpiresAt)} ago, on {it.ExpiresAt:yyyy-MM-dd}: whoever checks it refuses the connection."
                : $"It ends in {DurationText.Words(it.ExpiresAt - view.Now)}, on {it.ExpiresAt:yyyy-MM-dd}; it should have been renewed 30 d before its end."),
            "Look at the Certificate, its CertificateRequest and Order, the issuer and DNS."));
}
