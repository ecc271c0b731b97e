using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Audit;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>Brings reviews into the house.</summary>
internal static class ReviewSetup
{
    public static IServiceCollection AddReviews(this IServiceCollection services) => services
        .AddSingleton<ReviewStore>().AddSingleton<BudgetSpending>()
        .AddSingleton(provider => new ReviewFeed(provider.GetRequiredService<Database>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new ReviewShelfDesk(provider.GetRequiredService<ReviewStore>(), provider.GetRequiredService<IncidentStore>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new ReviewDesk(
            provider.GetRequiredService<ReviewStore>(), provider.GetRequiredService<IncidentDesk>(), provider.GetRequiredService<IncidentHand>(),
            provider.GetRequiredService<AuditLog>(), provider.GetRequiredService<BudgetSpending>()));
}
