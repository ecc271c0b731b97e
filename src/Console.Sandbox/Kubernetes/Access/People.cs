using System.Security.Cryptography;

namespace OpsConsole.Sandbox.Kubernetes.Access;

/// <summary>The people of the sandbox's cluster, each with a token that is made anew at every start.</summary>
internal sealed class People
{
    private static readonly (string Name, string Group)[] Known =
    [
        ("admin", Person.Masters), ("console", "ops-consoles"), ("operator", "ops-operators"), ("viewer", "viewers"), ("nobody", "nobodies"),
    ];

    private readonly Dictionary<string, Person> byToken = [];

    public People()
    {
        for (var i = 0; i < Known.Length; i++)
        {
            var token = RandomNumberGenerator.GetHexString(40, lowercase: true);
            byToken[token] = new(Known[i].Name, $"{i + 1}", [Known[i].Group, Person.Authenticated]);
            Tokens.Add((Known[i].Name, token));
        }
    }

    /// <summary>Name and token of each, for the kubeconfig.</summary>
    public List<(string Name, string Token)> Tokens { get; } = [];

    /// <summary>Null when the token is nobody's; without one, the caller is anonymous.</summary>
    public Person? Who(HttpRequest request)
    {
        var given = request.Headers.Authorization.ToString();
        if (given.Length == 0) return Person.Anonymous;
        const string scheme = "Bearer ";
        return given.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? byToken.GetValueOrDefault(given[scheme.Length..].Trim()) : null;
    }
}
