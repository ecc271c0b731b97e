using OpsConsole.Systems;

namespace OpsConsole.Commands;

/// <summary>The settings that the console itself would read, for a command that needs a few of them.</summary>
internal static class OwnSettings
{
    /// <summary>Reads appsettings.json, the file that the environment names, and the environment.</summary>
    public static IConfiguration Read()
    {
        var settings = new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory).AddJsonFile("appsettings.json", optional: true);
        if (Environment.GetEnvironmentVariable(Hosting.Startup.ConfigurationVariable) is { Length: > 0 } path)
        {
            settings.AddJsonFile(Path.GetFullPath(path), optional: true);
        }

        return settings.AddEnvironmentVariables().Build();
    }

    /// <summary>The folder of profiles that the console itself would read, started from here.</summary>
    public static string SystemsFolder()
    {
        var options = Read().GetSection(SystemsOptions.Section).Get<SystemsOptions>() ?? new SystemsOptions();
        return SystemsOptions.Locate(options.Folder, Directory.GetCurrentDirectory()) is var here && Directory.Exists(here)
            ? here
            : SystemsOptions.Locate(options.Folder, AppContext.BaseDirectory);
    }
}
