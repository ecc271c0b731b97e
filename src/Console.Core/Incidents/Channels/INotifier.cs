namespace OpsConsole.Incidents;

/// <summary>A service that pages are handed to, each call one try: the port that the services' clients implement.</summary>
internal interface INotifier
{
    /// <summary>Tries once.</summary>
    /// <param name="page">A page that <see cref="PageRules"/> finds nothing wrong with.</param>
    /// <param name="cancellation">Ends the wait; the page may have been taken all the same.</param>
    /// <returns>What became of it; every failure of the service, of the way to it and of the settings is answered.</returns>
    Task<Delivery> HandOverAsync(Page page, CancellationToken cancellation);
}

/// <summary>Which channel: what figures, log lines and people call it.</summary>
/// <param name="Name">Its name in the configuration.</param>
/// <param name="Kind">What kind of service.</param>
/// <param name="Address">Where it leads, for a person: scheme and host, or the mail server. Never a path, which may be a secret.</param>
internal sealed record ChannelIdentity(string Name, ChannelKind Kind, string Address)
{
    public override string ToString() => $"{Kind} {Name}";
}
