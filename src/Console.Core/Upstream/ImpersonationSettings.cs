using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using OpsConsole.Upstream.Kubernetes;

namespace OpsConsole.Upstream;

/// <summary>Reads and checks in whose name the clusters may be asked.</summary>
internal static class ImpersonationSettings
{
    /// <summary>
    /// Reads the two maps anew: in a configuration a colon parts sections, so a group <c>oidc:ops</c> or a subject that is an address arrives as a section
    /// within a section, which the framework's binder passes over in silence.
    /// </summary>
    /// <param name="section">The section of the upstreams.</param>
    /// <param name="options">What was bound of it.</param>
    public static void ReadNames(IConfiguration section, UpstreamsOptions options)
    {
        var places = section.GetSection(nameof(options.Kubernetes)).GetChildren().Select(cluster => cluster.GetSection(nameof(KubernetesSourceOptions.Impersonation))).ToList();

        // A cluster that could not be bound is told elsewhere, and then nothing starts.
        foreach (var (place, source) in places.Count == options.Kubernetes.Count ? places.Zip(options.Kubernetes) : [])
        {
            Read(place.GetSection(nameof(ImpersonationOptions.Groups)), source.Impersonation.Groups);
            Read(place.GetSection(nameof(ImpersonationOptions.Users)), source.Impersonation.Users);
        }
    }

    /// <summary>What is wrong; empty when nothing is.</summary>
    /// <param name="at">Where the settings stand.</param>
    /// <param name="settings">The settings.</param>
    public static ImmutableArray<Problem> Problems(string at, ImpersonationOptions settings) =>
    [
        .. Problem.All(
            Problem.When(settings.Enabled && settings.Groups.Count == 0 && settings.Users.Count == 0, $"{at}:{nameof(settings.Groups)}",
                "is empty: name for at least one group of the console the cluster's group, or a user under Users; else nobody could act"),
            settings.UserPrefix.Length == 0 ? null : Wrong($"{at}:{nameof(settings.UserPrefix)}", settings.UserPrefix)),
        .. settings.Groups.Select(group => Wrong($"{at}:{nameof(settings.Groups)}:{group.Key}", group.Value)).OfType<Problem>(),
        .. settings.Users.Select(user => Wrong($"{at}:{nameof(settings.Users)}:{user.Key}", user.Value)).OfType<Problem>(),
    ];

    private static Problem? Wrong(string where, string? name) => ActAs.Create(name ?? string.Empty, []) is { IsOk: false } bad ? bad.Problems[0] with { Where = where } : null;

    private static void Read(IConfigurationSection place, IDictionary<string, string> names)
    {
        names.Clear();
        foreach (var leaf in place.AsEnumerable(makePathsRelative: true).Where(leaf => leaf is { Key.Length: > 0, Value: not null }))
        {
            names[leaf.Key] = leaf.Value!;
        }
    }
}
