namespace OpsConsole.Hosting;

/// <summary>What is decided before the console listens.</summary>
internal static class Startup
{
    /// <summary>The environment variable that names a JSON file with settings over those of appsettings.json.</summary>
    public const string ConfigurationVariable = "OPSCONSOLE_CONFIG";

    /// <summary>Adds the file that <see cref="ConfigurationVariable"/> names; environment and command line still win over it.</summary>
    public static void AddConfigurationFile(this WebApplicationBuilder builder)
    {
        if (Environment.GetEnvironmentVariable(ConfigurationVariable) is { Length: > 0 } path)
        {
            builder.Configuration.AddJsonFile(Path.GetFullPath(path), optional: false, reloadOnChange: false)
                .AddEnvironmentVariables().AddCommandLine([.. Environment.GetCommandLineArgs().Skip(1)]);
        }
    }

    /// <summary>Listens on this machine's port 8080 when no setting says where.</summary>
    public static void ListenOnLoopbackByDefault(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        if (string.IsNullOrEmpty(settings["urls"]) && string.IsNullOrEmpty(settings["http_ports"]) && string.IsNullOrEmpty(settings["https_ports"])
            && !settings.GetSection("Kestrel:Endpoints").GetChildren().Any())
        {
            builder.WebHost.UseUrls("http://127.0.0.1:8080");
        }
    }

    /// <summary>Everything that is wrong with the settings.</summary>
    public static IReadOnlyList<Problem> StartProblems(this WebApplicationBuilder builder)
    {
        var problems = new List<Problem>(LoopbackOnly.Problems(builder.Configuration));
        if (builder.AddLogs() is { } badLogs)
        {
            problems.Add(badLogs);
        }

        return problems;
    }

    /// <summary>Says why the console does not start.</summary>
    /// <returns>The process' exit code.</returns>
    public static int Refuse(IReadOnlyList<Problem> problems)
    {
        Console.Error.WriteLine("Ops Console does not start:");
        foreach (var problem in problems)
        {
            Console.Error.WriteLine($"  {problem}");
        }

        return 2;
    }
}
