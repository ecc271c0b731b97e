using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace OpsConsole.Upstream;

/// <summary>Finds misspelt settings. Passed over in silence, a source would be asked without its password, or not at all.</summary>
internal sealed class UnknownSettings(IConfiguration section) : IValidateOptions<UpstreamsOptions>
{
    public ValidateOptionsResult Validate(string? name, UpstreamsOptions options)
    {
        var problems = In(section, typeof(UpstreamsOptions))
            .Concat(Elements(nameof(options.Prometheus), typeof(HttpSourceOptions)))
            .Concat(Elements(nameof(options.Alertmanager), typeof(HttpSourceOptions)))
            .Concat(Elements(nameof(options.Kubernetes), typeof(KubernetesSourceOptions)))
            .Concat(section.GetSection(nameof(options.Kubernetes)).GetChildren()
                .SelectMany(cluster => In(cluster.GetSection(nameof(KubernetesSourceOptions.Impersonation)), typeof(ImpersonationOptions))))
            .Select(problem => problem.ToString()).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<Problem> Elements(string kind, Type type) =>
        section.GetSection(kind).GetChildren().SelectMany(element => In(element, type));

    /// <summary>What no setting of a type is, or is no value of one.</summary>
    /// <param name="place">Where the settings stand.</param>
    /// <param name="type">The type they are bound to.</param>
    internal static IEnumerable<Problem> In(IConfiguration place, Type type)
    {
        var known = type.GetProperties();
        foreach (var child in place.GetChildren())
        {
            var property = known.FirstOrDefault(property => property.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                yield return new Problem(child.Path, $"is no setting; known are {string.Join(", ", known.Select(its => its.Name))}");
            }
            else if (property.PropertyType == typeof(bool) && !bool.TryParse(child.Value, out _))
            {
                // The binder would leave the whole source out, without a word.
                yield return new Problem(child.Path, $"'{child.Value}' is neither true nor false");
            }
            else if (property.PropertyType == typeof(int) && !int.TryParse(child.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            {
                yield return new Problem(child.Path, $"'{child.Value}' is no whole number");
            }
        }
    }
}
