using System.Collections.Immutable;
using System.Net;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Hubs;
using OpsConsole.World;

namespace OpsConsole.Tests.Access;

/// <summary>Everybody against everything: each role at each page, endpoint, hub method and action; the answers are a document.</summary>
public sealed class MatrixTests : IAsyncLifetime
{
    private const string Document = "docs/access-matrix.md";
    private const string Renew = "OPSCONSOLE_RENEW_DOCS";

    // Where the framework looks for static files that the build did not list; not there once published.
    private const string StaticFiles = "/{**path:file}";

    private const string Grants = """
        grants:
          - {role: viewer, groups: [viewers]}
          - {role: responder, groups: [responders]}
          - {role: operator, groups: [operators]}
          - {role: approver, groups: [approvers]}
          - {role: auditor, groups: [auditors]}
          - {role: admin, groups: [admins]}
          - {role: operator, groups: [billing-team], systems: [billing]}
        """;

    private readonly PeopleHost host = PeopleHost.Start(
        Grants,
        ("viewer", ["viewers"]), ("responder", ["responders"]), ("operator", ["operators"]), ("approver", ["approvers"]), ("auditor", ["auditors"]), ("admin", ["admins"]),
        ("narrowed", ["billing-team"]), ("both", ["admins", "viewers"]));

    private ImmutableArray<Guest> guests = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var all = ImmutableArray.CreateBuilder<Guest>();
        all.Add(new Guest("nobody", [], null, null, false));
        foreach (var role in Roles.All)
        {
            all.Add(new Guest(role.Word(), [role], null, await host.SignInAsync(role.Word()), false));
        }

        all.Add(new Guest($"operator on {MatrixRows.Own}", [Role.Operator], MatrixRows.Own, await host.SignInAsync("narrowed"), false));
        all.Add(new Guest("admin's viewer token", [Role.Viewer], null, await host.TokenAsync("both", Role.Viewer), true));
        guests = all.ToImmutable();
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public void Every_address_has_its_row()
    {
        var mapped = Mapped().Distinct().Order(StringComparer.Ordinal).ToList();
        var rows = MatrixRows.Pages.Concat(MatrixRows.Endpoints).Select(row => row.Key).Order(StringComparer.Ordinal).ToList();

        Assert.True(mapped.SequenceEqual(rows), $"""
            MatrixRows.cs does not say who may reach: {string.Join(", ", mapped.Except(rows))}
            and names what is not there: {string.Join(", ", rows.Except(mapped))}
            """);
    }

    [Fact]
    public void Every_method_of_the_hub_is_tried_here() => Assert.Equal(["Subscribe"], HubMethods());

    [Fact]
    public async Task Everybody_may_what_their_roles_may_and_the_document_says_so()
    {
        var text = new StringBuilder(Head(guests));
        await TellAsync(text, "Pages", "page", MatrixRows.Pages, row => $"`{row.Pattern}`");
        await TellAsync(text, "Endpoints", "endpoint", MatrixRows.Endpoints, row => $"`{row.Key}`");
        await TellHubAsync(text);
        TellActions(text);

        var path = Path.Combine(Repository.Root, Document);
        if (Environment.GetEnvironmentVariable(Renew) == "1")
        {
            await File.WriteAllTextAsync(path, text.ToString(), Cancellation);
        }

        var written = File.Exists(path) ? await File.ReadAllTextAsync(path, Cancellation) : string.Empty;
        Assert.True(written == text.ToString(), $"{Document} does not say what was measured. Look at the difference, then renew it: {Renew}=1 and run this test.\n\n{text}");
    }

    private async Task TellAsync(StringBuilder text, string title, string what, IEnumerable<MatrixRow> rows, Func<MatrixRow, string> name)
    {
        Begin(text, title, what);
        foreach (var row in rows)
        {
            text.Append($"| {name(row)} | {row.Needs?.Name ?? "nothing"} |");
            foreach (var guest in guests)
            {
                var (mark, status) = await AskAsync(row, guest);
                var expected = row.Needs is null ? "yes" : guest.Credential is null ? "sign in" : guest.May(row.Needs, MatrixRows.Own) && !(row.IsPage && guest.IsToken) ? "yes" : "no";
                Assert.True(mark == expected, $"{guest.Name} at {row.Key}: {expected} was due, and {status} came");
                text.Append($" {mark} |");
            }

            text.Append('\n');
        }
    }

    private async Task<(string Mark, string Status)> AskAsync(MatrixRow row, Guest guest)
    {
        // What changes something by a cookie must say that it comes from a page of ours.
        (string, string)[] origin = row.Verb == HttpMethod.Get ? [] : [("Origin", host.Console.Address.GetLeftPart(UriPartial.Authority))];
        using var answer = await host.SendAsync(row.Verb, row.Path, guest.Credential, row.IsPage, origin);
        var leadsToSignIn = answer.StatusCode is HttpStatusCode.Found && answer.Headers.Location!.ToString().StartsWith("/sign-in", StringComparison.Ordinal);
        var mark = row.Needs is not null && (answer.StatusCode is HttpStatusCode.Unauthorized || leadsToSignIn) ? "sign in"
            : answer.StatusCode is HttpStatusCode.Forbidden ? "no"
            : (int)answer.StatusCode is >= 500 and not 503 ? $"broken {(int)answer.StatusCode}"
            : "yes";
        return (mark, $"{(int)answer.StatusCode} {answer.Headers.Location}");
    }

    private async Task TellHubAsync(StringBuilder text)
    {
        Begin(text, "The hub", "method");
        text.Append("| `Subscribe` | view |");
        foreach (var guest in guests)
        {
            var mark = await SubscribeAsync(guest);
            Assert.Equal(guest.Credential is null ? "sign in" : guest.May(Actions.View, null) ? "yes" : "no", mark);
            text.Append($" {mark} |");
        }

        text.Append('\n');
    }

    private async Task<string> SubscribeAsync(Guest guest)
    {
        try
        {
            await using var connection = await LiveHubConnection.OpenAsync(host.Console.Address, guest.Credential ?? ("X-Nobody", "1"), _ => { }, Cancellation);
            var answer = await connection.SubscribeAsync(["alerts"], Cancellation);
            return answer.Length == 1 ? "yes" : "no answer";
        }
        catch (HubException e) when (e.Message.Contains("unauthorized", StringComparison.Ordinal))
        {
            return "no";
        }
        catch (Exception e) when (e.ToString().Contains("401", StringComparison.Ordinal))
        {
            return "sign in";
        }
    }

    private void TellActions(StringBuilder text)
    {
        Begin(text, "Actions", "action");
        var rules = host.Console.Services.GetRequiredService<IAccessRules>();
        foreach (var (action, system) in Actions.All.SelectMany(action =>
            action.IsOnSystem ? new[] { (action, (string?)MatrixRows.Own), (action, MatrixRows.Other) } : [(action, null)]))
        {
            text.Append($"| `{action.Name}`{(system is null ? null : $" on {system}")} | {action.RolesInWords()} |");
            foreach (var guest in guests)
            {
                var isAllowed = guest.Credential is not null && rules.Decide(guest.Person, action, system).IsAllowed;
                Assert.True(isAllowed == guest.May(action, system), $"{guest.Name}: {action.Name} on {system}");
                text.Append(isAllowed ? " yes |" : " no |");
            }

            text.Append('\n');
        }
    }

    private void Begin(StringBuilder text, string title, string what) => text.Append(
        $"\n## {title}\n\n| {what} | needs | {string.Join(" | ", guests.Select(guest => guest.Name))} |\n|{string.Concat(Enumerable.Repeat(" --- |", guests.Length + 2))}\n");

    private static string Head(ImmutableArray<Guest> guests) => $"""
        # Who may what

        Measured, not written: a test signs in as each of these {guests.Length} and tries every page, endpoint, hub method and action; it fails when an answer is
        another, or an address is missing here. `sign in`: turned away as a stranger. `no`: refused, with the reason, and on record. Static files are
        for everybody. `/health/detailed` and `/metrics` are asked from the console's own machine here; from elsewhere they need `Http:MetricsFrom` or the
        right to `view`. A webhook that has a secret asks for it. A wall opens with its own token, too, which opens nothing else. `/api/v1` asks for `view` at
        the door; each action is then decided by its own row in the last table, on its system, at the moment of acting.

        """;

    /// <summary>What is mapped: pages by pattern, endpoints by method and pattern; without static files and the framework's own circuit.</summary>
    private IEnumerable<string> Mapped()
    {
        foreach (var endpoint in host.Console.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var pattern = endpoint.RoutePattern.RawText!;
            var path = pattern.StartsWith('/') ? pattern : $"/{pattern}";
            if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null || path == StaticFiles || IsOfTheCircuit(path))
            {
                continue;
            }

            var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
            var isPage = endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;
            foreach (var method in isPage ? ["GET"] : methods.Count == 0 ? ["ANY"] : methods)
            {
                yield return $"{method} {path}";
            }
        }
    }

    // Asked for with the pages' own policy; a circuit without a person shows nothing.
    private static bool IsOfTheCircuit(string path) => path.StartsWith("/_blazor", StringComparison.Ordinal) || path.StartsWith("/_framework", StringComparison.Ordinal);

    private static IEnumerable<string> HubMethods() => typeof(LiveHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(method => method.GetBaseDefinition() == method).Select(method => method.Name);

    /// <summary>Somebody at the door.</summary>
    /// <param name="Name">Who.</param>
    /// <param name="Plays">The roles that they have; a token's, where they come with one.</param>
    /// <param name="On">The one system that these are granted on; null for all.</param>
    /// <param name="Credential">The header that they send; null for a stranger.</param>
    /// <param name="IsToken">Whether that is a token.</param>
    private sealed record Guest(string Name, ImmutableArray<Role> Plays, string? On, (string Name, string Value)? Credential, bool IsToken)
    {
        /// <summary>As the rules see them.</summary>
        public Person Person => IsToken
            ? new Person("both", "both", ["admins", "viewers"], SignInMethod.Token) { TokenRoles = Plays }
            : new Person(Name, Name, [On is null ? $"{Name}s" : "billing-team"], SignInMethod.Local);

        /// <summary>What is due to them, by the table of actions alone.</summary>
        public bool May(GuardedAction action, string? system) => Plays.Any(action.Roles.Contains)
            && (On is null || (action.IsOnSystem ? system == On : action.Roles.Length == Enum.GetValues<Role>().Length));
    }
}
