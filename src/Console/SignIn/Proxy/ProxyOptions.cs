using Microsoft.Extensions.Options;
using OpsConsole.Hosting;

namespace OpsConsole.SignIn.Proxy;

/// <summary>The proxy that tells who asks: the section <c>SignIn:Proxy</c>.</summary>
internal sealed class ProxyOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "SignIn:Proxy";

    /// <summary>Addresses and networks of the proxy itself, as the console sees the other end of the connection. From anywhere else nothing is believed.</summary>
    public string[] From { get; set; } = [];

    /// <summary>The header with the user: grants and the record go by it.</summary>
    public string UserHeader { get; set; } = "X-Forwarded-User";

    /// <summary>The header with the name to show.</summary>
    public string NameHeader { get; set; } = "X-Forwarded-Preferred-Username";

    /// <summary>The header with the groups.</summary>
    public string GroupsHeader { get; set; } = "X-Forwarded-Groups";

    /// <summary>What stands between two groups.</summary>
    public string Separator { get; set; } = ",";

    /// <summary>How long a session goes on without a request of its person that came through the proxy. Open pages ask every half minute.</summary>
    public TimeSpan ConfirmedWithin { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>The headers, all that tell who somebody is.</summary>
    public IEnumerable<string> Headers => [UserHeader, NameHeader, GroupsHeader];

    /// <summary>Looks at the settings once, at the start.</summary>
    internal sealed class Check : IValidateOptions<ProxyOptions>
    {
        /// <inheritdoc/>
        public ValidateOptionsResult Validate(string? name, ProxyOptions options)
        {
            var problems = Problem.All(
                Problem.When(options.From.Length == 0, $"{Section}:From", "is missing: write the addresses of the proxy; from anywhere else nothing is believed"),
                Problem.When(options.Separator.Length == 0, $"{Section}:Separator", "is empty: write what stands between two groups"),
                Problem.When(options.ConfirmedWithin < TimeSpan.FromMinutes(2) || options.ConfirmedWithin > TimeSpan.FromHours(1),
                    $"{Section}:ConfirmedWithin", "must be from 00:02:00 to 01:00:00"))
                .AddRange(options.Headers.Where(header => !IsName(header)).Select(header => new Problem(Section, $"'{header}' is no name of a header")))
                .AddRange(AddressSet.Read($"{Section}:From", options.From).Problems);
            return problems.IsEmpty ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems.Select(problem => problem.ToString()));
        }

        private static bool IsName(string header) => header.Length > 0 && header.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');
    }
}
