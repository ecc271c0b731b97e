namespace OpsConsole.Storage;

/// <summary>A table whose old rows are deleted. Its owner registers it with the services.</summary>
/// <param name="Name">Its name in the settings: <c>Storage:Retention:NAME</c>.</param>
/// <param name="Table">The table.</param>
/// <param name="TimeColumn">The column that a row's age is counted from, in stored microseconds; a row without a time is kept.</param>
/// <param name="DefaultAge">How old rows become when no setting says so.</param>
public sealed record RetainedTable(string Name, string Table, string TimeColumn, TimeSpan DefaultAge);
