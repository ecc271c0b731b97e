namespace OpsConsole.Pages.Alerts;

/// <summary>A person selected a line, or took it out.</summary>
/// <param name="Row">The line.</param>
/// <param name="IsRange">Whether the shift key was held: all lines from the last one on.</param>
public sealed record LinePress(AlertRow Row, bool IsRange);
