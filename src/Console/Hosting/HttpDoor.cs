using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using OpsConsole.SignIn.Proxy;

namespace OpsConsole.Hosting;

/// <summary>The services and the order of what every request passes before anybody asks who sends it.</summary>
internal static class HttpDoor
{
    /// <summary>The largest body that is taken where an endpoint does not say otherwise: forms, and calls of a page without WebSockets.</summary>
    private const long LargestBody = 256 * 1024;

    public static IServiceCollection AddHttpDoor(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HttpOptions>()
            .Bind(configuration.GetSection(HttpOptions.Section), binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<HttpOptions>, Check>().AddSingleton<IValidateOptions<HttpOptions>, LimitCheck>();
        services.Configure<KestrelServerOptions>(Limit).Configure<FormOptions>(form =>
        {
            form.ValueCountLimit = 100;
            form.BufferBodyLengthLimit = LargestBody;
            form.MultipartBodyLengthLimit = LargestBody;
        });
        services.AddSingleton(provider => Read(provider.GetRequiredService<IOptions<HttpOptions>>().Value, configuration).Value);
        return services.AddSingleton<RefusalRecord>().AddRateLimits();
    }

    /// <summary>Before the error pages: a refusal here is a sentence, not a page.</summary>
    public static IApplicationBuilder UseHttpDoor(this IApplicationBuilder app) => app
        .UseDirectPeers().UseForwarded()            // who asks, really
        .UseSecurityHeaders()
        .UseOurHosts().UseNoImpersonation().UseProxyHeaders().UseOurOrigins()
        .UseSignInForms().UseRateLimiter();

    private static void Limit(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = LargestBody;
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        server.Limits.MaxRequestHeaderCount = 64;
        server.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
    }

    private static Result<Door> Read(HttpOptions options, IConfiguration configuration) =>
        Door.Read(options, configuration.GetSection("SignIn:Proxy:From").Get<string[]>() ?? []);

    private sealed class Check(IConfiguration configuration) : IValidateOptions<HttpOptions>
    {
        public ValidateOptionsResult Validate(string? name, HttpOptions options) => Read(options, configuration).Match(
            _ => ValidateOptionsResult.Success, problems => ValidateOptionsResult.Fail(problems.Select(problem => problem.ToString())));
    }

    // The framework's annotations do not look into a section's own sections.
    private sealed class LimitCheck : IValidateOptions<HttpOptions>
    {
        public ValidateOptionsResult Validate(string? name, HttpOptions options)
        {
            var (limits, problems) = (options.Limits, new List<System.ComponentModel.DataAnnotations.ValidationResult>());
            return System.ComponentModel.DataAnnotations.Validator.TryValidateObject(limits, new(limits), problems, validateAllProperties: true)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(problems.Select(problem => $"{HttpOptions.Section}:Limits:{problem.MemberNames.Single()}: {problem.ErrorMessage}"));
        }
    }
}
