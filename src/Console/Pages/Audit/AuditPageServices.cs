namespace OpsConsole.Pages.Audit;

/// <summary>What the audit page shares between everybody who looks at it.</summary>
internal static class AuditPageServices
{
    /// <summary>Adds it. It needs the audit and the access rules.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddAuditPage(this IServiceCollection services) => services
        .AddSingleton<AuditTail>().AddHostedService(provider => provider.GetRequiredService<AuditTail>())
        .AddSingleton<Verification>();
}
