using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using OpsConsole.Upstream.Kubernetes.Connect;

namespace OpsConsole.Upstream;

/// <summary>Checks the upstreams' settings at start: all problems at once, each with section, index and field.</summary>
public sealed class UpstreamsValidation : IValidateOptions<UpstreamsOptions>
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, UpstreamsOptions options)
    {
        var problems = Problems(options);
        return problems.IsEmpty ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems.Select(problem => problem.ToString()));
    }

    /// <summary>What is wrong with the settings; empty when nothing is.</summary>
    /// <param name="options">The settings.</param>
    public static ImmutableArray<Problem> Problems(UpstreamsOptions options) =>
    [
        .. Names(nameof(options.Prometheus), options.Prometheus.Select(source => source.Name)),
        .. Names(nameof(options.Alertmanager), options.Alertmanager.Select(source => source.Name)),
        .. Names(nameof(options.Kubernetes), options.Kubernetes.Select(source => source.Name)),
        .. options.Prometheus.SelectMany((source, index) => OfHttp(Place(nameof(options.Prometheus), index), source)),
        .. options.Alertmanager.SelectMany((source, index) => OfHttp(Place(nameof(options.Alertmanager), index), source)),
        .. options.Kubernetes.SelectMany((source, index) => OfKubernetes(Place(nameof(options.Kubernetes), index), source)),
    ];

    private static string Place(string kind, int index) => $"{UpstreamsOptions.Section}:{kind}:{index}";

    private static IEnumerable<Problem> Names(string kind, IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, name) in names.Index())
        {
            if (string.IsNullOrWhiteSpace(name))
            {
                yield return new Problem($"{Place(kind, index)}:Name", "is missing; give each source a short name of its own");
            }
            else if (!seen.Add(name))
            {
                yield return new Problem($"{Place(kind, index)}:Name",
                    $"'{name}' is already taken by another source of this kind; each needs a name of its own");
            }
        }
    }

    private static ImmutableArray<Problem> OfHttp(string at, HttpSourceOptions source)
    {
        var bearer = Given(source.BearerToken) || Given(source.BearerTokenFile);
        var basic = Given(source.Username) || Given(source.Password) || Given(source.PasswordFile);
        return Problem.All(
            Address($"{at}:Url", source.Url),
            Given(source.ExternalUrl) ? Address($"{at}:ExternalUrl", source.ExternalUrl!) : null,
            Problem.When(UpstreamDuration.Parse(source.Timeout) is not { } timeout || timeout > LongestTimeout, $"{at}:Timeout",
                $"'{source.Timeout}' is no time between 1ms and {LongestTimeout.TotalMinutes:0}m; write 10s, 1m30s or 00:00:10"),
            Problem.When(bearer && basic, $"{at}:BearerToken", "a bearer token and a user with password are both given; keep one of the two"),
            Problem.When(Given(source.BearerToken) && Given(source.BearerTokenFile), $"{at}:BearerToken",
                "is given beside BearerTokenFile; keep one of the two"),
            Problem.When(Given(source.Password) && Given(source.PasswordFile), $"{at}:Password",
                "is given beside PasswordFile; keep one of the two"),
            Problem.When(basic && !Given(source.Username), $"{at}:Username", "is missing, but a password is given"),
            Problem.When(source.Username?.Contains(':', StringComparison.Ordinal) == true, $"{at}:Username", "must not contain a colon"),
            Problem.When(Given(source.BearerToken) && !IsToken(source.BearerToken!), $"{at}:BearerToken",
                "must be one line of printable ASCII without spaces"),
            Secret($"{at}:BearerTokenFile", source.BearerTokenFile),
            Secret($"{at}:PasswordFile", source.PasswordFile),
            Authorities($"{at}:CaFile", source.CaFile))
            .AddRange(source.Headers.SelectMany(header => Header($"{at}:Headers:{header.Key}", header)));
    }

    private static IEnumerable<Problem> OfKubernetes(string at, KubernetesSourceOptions source) =>
        (Given(source.Server) && Address($"{at}:Server", source.Server!) is { } problem
            ? [problem]
            : ClusterSettings.Read(source, Environment.GetEnvironmentVariable).Problems.Select(wrong => wrong with { Where = $"{at}:{wrong.Where}" }))
        .Concat(ImpersonationSettings.Problems($"{at}:{nameof(source.Impersonation)}", source.Impersonation));

    private static Problem? Address(string where, string url)
    {
        if (url.Length == 0)
        {
            return new Problem(where, "is missing; give an address such as http://127.0.0.1:9090");
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0)
        {
            return new Problem(where, $"'{WithoutUser(url)}' is no absolute http or https address; write it like http://127.0.0.1:9090");
        }

        return Problem.When(address.UserInfo.Length > 0, where, "must not hold a user or password; use Username and PasswordFile")
            ?? Problem.When(address.Query.Length > 0 || address.Fragment.Length > 0, where,
                "must not have a query (?) or fragment (#); only a path prefix may follow the host");
    }

    // What is not an address may still hold a password, and this text goes to the log.
    private static string WithoutUser(string url) => url.LastIndexOf('@') is > 0 and var at ? $"...{url[at..]}" : url;

    private static Problem? Secret(string where, string? file)
    {
        if (!Given(file))
        {
            return null;
        }

        try
        {
            return Problem.When(File.ReadAllText(file!).Trim().Length == 0, where,
                $"the file {file} is empty; it must hold the secret and nothing else");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(where, $"the file {file} can't be read: {e.Message}");
        }
    }

    private static Problem? Authorities(string where, string? file)
    {
        if (!Given(file))
        {
            return null;
        }

        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file!);
            return Problem.When(authorities.Count == 0, where,
                $"the file {file} holds no certificate; it must be PEM (-----BEGIN CERTIFICATE-----)");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return new Problem(where, $"the file {file} can't be read as PEM: {e.Message}");
        }
    }

    private static ImmutableArray<Problem> Header(string where, KeyValuePair<string, string> header)
    {
        using var probe = new HttpRequestMessage();
        if (header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
        {
            return [new Problem(where, "is set by BearerTokenFile or by Username and PasswordFile, not as a header")];
        }

        var isName = header.Key.Length > 0
            && header.Key.All(letter => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~".Contains(letter, StringComparison.Ordinal));
        return Problem.All(
            Problem.When(!isName || !probe.Headers.TryAddWithoutValidation(header.Key, "x"), where,
                $"'{header.Key}' is no name of a request header; letters, digits and - are usual, as in X-Scope-OrgID"),
            Problem.When(header.Value.Any(letter => letter is < ' ' or > '~'), where, "its value must be one line of printable ASCII"));
    }

    private static bool IsToken(string token) => token.All(letter => letter is > ' ' and <= '~');

    private static bool Given(string? value) => !string.IsNullOrEmpty(value);
}
