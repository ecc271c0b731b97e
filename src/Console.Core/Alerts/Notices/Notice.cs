namespace OpsConsole.Alerts;

/// <summary>Something that calls a person while the console is open: one new alert, or many at once.</summary>
/// <param name="Id">The same wherever the same is told, so that of many tabs one shows it.</param>
/// <param name="Title">The severity and the name, or how many: untrusted text.</param>
/// <param name="Body">What it says, and of which system: untrusted text.</param>
/// <param name="Severity">The worst of what is told.</param>
/// <param name="Tag">A later notice with the same tag takes its place.</param>
/// <param name="Address">What opens when it is pressed.</param>
/// <param name="Shows">Whether it is to be seen.</param>
/// <param name="Sounds">Whether it is to be heard.</param>
public sealed record Notice(string Id, string Title, string Body, Severity Severity, string Tag, string Address, bool Shows, bool Sounds);
