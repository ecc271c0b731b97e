using System.Collections.Immutable;

namespace OpsConsole.Hosting;

/// <summary>What is decided before the console listens.</summary>
internal static class Startup
{
    /// <summary>The environment variable that names a JSON file with settings over those of appsettings.json.</summary>
    public const string ConfigurationVariable = "OPSCONSOLE_CONFIG";

    /// <summary>Reads the settings and begins to log.</summary>
    /// <param name="args">The program's arguments.</param>
    /// <returns>What the console is built with, or what is wrong with the settings.</returns>
    public static Result<WebApplicationBuilder> Begin(string[] args)
    {
        try
        {
            var builder = WebApplication.CreateBuilder(args);
            if (builder.AddConfigurationFile(args) is { } badFile)
            {
                return badFile;
            }

            builder.WebHost.UseStaticWebAssets();    // also from the build output; nothing to do once published
            builder.ListenOnLoopbackByDefault();
            var problems = Exposure.Problems(builder.Configuration).Concat(SettingsProblems.When(builder.AddLogs())).ToImmutableArray();
            return problems.IsEmpty ? builder : problems;
        }
        catch (Exception e) when (SettingsProblems.Of(e) is { IsEmpty: false } unreadable)
        {
            return unreadable;
        }
    }

    /// <summary>Says why the console does not start.</summary>
    /// <returns>The process' exit code.</returns>
    public static int Refuse(ImmutableArray<Problem> problems)
    {
        Console.Error.WriteLine("Ops Console does not start:");
        foreach (var problem in problems)
        {
            Console.Error.WriteLine($"  {problem}");
        }

        return 2;
    }

    /// <summary>Adds the file that <see cref="ConfigurationVariable"/> names; environment and command line still win over it.</summary>
    private static Problem? AddConfigurationFile(this WebApplicationBuilder builder, string[] args)
    {
        if (Environment.GetEnvironmentVariable(ConfigurationVariable) is not { Length: > 0 } path)
        {
            return null;
        }

        var file = Path.GetFullPath(path);
        if (!File.Exists(file))
        {
            return new Problem(ConfigurationVariable, $"there is no file {file}: name a JSON file with settings, or leave the variable away");
        }

        builder.Configuration.AddJsonFile(file, optional: false, reloadOnChange: false)
            .AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables().AddCommandLine(args);
        return null;
    }

    /// <summary>Listens on this machine's port 8080 when no setting says where.</summary>
    private static void ListenOnLoopbackByDefault(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        if (string.IsNullOrEmpty(settings["urls"]) && string.IsNullOrEmpty(settings["http_ports"]) && string.IsNullOrEmpty(settings["https_ports"])
            && !settings.GetSection("Kestrel:Endpoints").GetChildren().Any())
        {
            builder.WebHost.UseUrls("http://127.0.0.1:8080");
        }
    }
}
