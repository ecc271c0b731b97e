using System.Collections.Immutable;

namespace OpsConsole.Alerts;

/// <summary>What an Alertmanager's event recorder posted: one event, or a batch of them.</summary>
/// <param name="Events">How many events it held.</param>
/// <param name="IsNews">Whether one of them says that an alert or a silence began or ended: then it is worth asking Alertmanager.</param>
/// <param name="Ended">The alerts that are over.</param>
public sealed record EventPost(int Events, bool IsNews, ImmutableArray<EndedAlert> Ended);

/// <summary>An alert that is over, as its Alertmanager told it when its end was sent out.</summary>
/// <param name="Alert">The alert; what it was held back by is not told, and no system claims it yet.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record EndedAlert(Alert Alert, DateTimeOffset EndedAt);
