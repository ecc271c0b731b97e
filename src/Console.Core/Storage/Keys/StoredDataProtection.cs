using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OpsConsole.Storage.Keys;

/// <summary>Keeps the keys of cookies in the database.</summary>
public static class StoredDataProtection
{
    /// <summary>Adds data protection with keys in the database; encrypted there when <c>Storage:ProtectionKeyFile</c> is set.</summary>
    /// <param name="services">The services, with the storage added.</param>
    /// <param name="contentRoot">Where relative paths begin.</param>
    public static IServiceCollection AddStoredDataProtection(this IServiceCollection services, string contentRoot)
    {
        services.AddDataProtection().SetApplicationName("OpsConsole");
        services.AddSingleton<StoredKeys>();

        // Made when it is asked for: the settings are checked by then. Null stands for "not set".
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<StorageOptions>>().Value.ProtectionKeyFile is { Length: > 0 } file
            ? ProtectionKey.Read(StorageSetup.Locate(file, contentRoot)).Value : null!);
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
        {
            options.XmlRepository = provider.GetRequiredService<StoredKeys>();
            options.XmlEncryptor = provider.GetService<ProtectionKey>() is { } key ? new KeySeal(key) : null;
        }));
        return services;
    }
}
