namespace OpsConsole.Systems;

/// <summary>The folders in use, as full paths.</summary>
/// <param name="Systems">The profiles'.</param>
/// <param name="Runbooks">The runbooks'.</param>
public sealed record SystemFolders(string Systems, string Runbooks);
