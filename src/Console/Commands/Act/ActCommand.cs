using System.Net;
using System.Text.Json;

namespace OpsConsole.Commands.Act;

/// <summary><c>OpsConsole act</c>: a guarded action from a terminal. It asks a running console, so what is done there is done here: the ten stages, the record.</summary>
internal static class ActCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "act";

    /// <summary>It worked; or, with <c>--plan</c>, nothing stops it; or, without <c>--wait</c>, it was begun.</summary>
    public const int Worked = 0;

    /// <summary>It did not work, or was not done.</summary>
    public const int NotDone = 1;

    /// <summary>What was asked makes no sense.</summary>
    public const int Misused = 2;

    /// <summary>It waits for a second person.</summary>
    public const int Waits = 3;

    /// <summary>How it is used.</summary>
    public const string Usage = """
        usage: OpsConsole act KIND --system S [--target NAMESPACE/NAME | --namespace N --name X] [--PARAMETER VALUE]... --plan
               OpsConsole act KIND --system S ... [--reason R] [--typed "NAME @ CLUSTER"] [--override GUARD]... [--break-glass] [--wait]
               OpsConsole act undo ID [--plan] ...                       takes an action back, where it can be
               OpsConsole act approve|refuse ID --reason R [--hash H]    as the second person; without a terminal, H is the plan you have seen
               OpsConsole act withdraw|begin|status ID [--wait]
               OpsConsole act list [--system S]
        KIND is lease-delete, scale (--replicas N), rollout-restart, pod-delete, pod-evict, silence-create (--matchers M --duration D),
        silence-extend (--duration D), silence-edit (--matchers M --duration D) or silence-expire; a silence takes --end TIME instead of a
        duration, --until resolved and --ticket T too.
        Of the console: --server URL (or OPSCONSOLE_SERVER; http://127.0.0.1:8080), --token-file FILE (or OPSCONSOLE_TOKEN; a personal token
        of the page Me), --allow-http (a token in clear over a network). Also: --json, --key KEY (the same key is the same request),
        --alert FINGERPRINT, --runbook SYSTEM/SLUG, --incident ID.
        exit code: 0 worked, 1 not, 2 not understood, 3 waits for a second person
        """;

    private const string UsualServer = "http://127.0.0.1:8080";

    /// <summary>Runs it.</summary>
    /// <param name="args">What stands behind <c>act</c>.</param>
    /// <param name="around">What is around it.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<int> RunAsync(string[] args, ActSurroundings around, CancellationToken cancellation)
    {
        var given = ActArguments.Read(args);
        var wrong = given.IsOk ? Misuse(given.Value) : given.Explanation;
        var (server, token) = wrong is null ? (ServerOf(given.Value, around), await TokenOfAsync(given.Value, around)) : (null, null);
        wrong ??= server is { IsOk: false } ? server.Explanation : token is { IsOk: false } ? token.Explanation : null;
        if (wrong is not null)
        {
            await around.Output.WriteLineAsync($"{ActText.Clean(wrong)}{Environment.NewLine}{Usage}");
            return Misused;
        }

        using var client = new ActClient(server!.Value, token!.Value, around.Clock);
        try
        {
            return await new ActSession(client, given.Value, around).RunAsync(cancellation);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            await around.Output.WriteLineAsync(ActText.Clean(e is JsonException
                ? $"{server.Value} did not answer as a console does: is the address right?"
                : $"No answer from {server.Value}: {e.Message}. If something was confirmed, look at what became of it: act list"));
            return NotDone;
        }
    }

    private static string? Misuse(ActArguments given) => given.Words switch
    {
        ["list"] => null,
        ["approve" or "refuse" or "withdraw" or "begin" or "status" or "undo", var id] => id.Length > 0 && id.All(char.IsAsciiLetterOrDigit) ? null : $"'{id}' is no id of an action",
        ["approve" or "refuse" or "withdraw" or "begin" or "status" or "undo"] => $"{given.Words[0]} needs the ID of an action",
        [_] => given.Find("system") is null ? "say on which system: --system S"
            : given.Find("target") is not null && (given.Find("namespace") ?? given.Find("name")) is not null ? "say --target, or --namespace and --name, not both"
            : given.Find("namespace") is null != given.Find("name") is null ? "--namespace and --name belong together"
            : null,
        [] => "say what: lease-delete, scale, ...",
        [_, var more, ..] => $"'{more}' is one word too much",
    };

    private static Result<Uri> ServerOf(ActArguments given, ActSurroundings around)
    {
        var text = given.Find("server") ?? around.Environment("OPSCONSOLE_SERVER") ?? UsualServer;
        return !Uri.TryCreate(text, UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https") || server.UserInfo.Length > 0
            ? new Problem("--server", $"is no address: write for example {UsualServer}")
            : server.Scheme == "http" && !IsThisMachine(server) && !given.Has("allow-http")
                ? new Problem("--server", "would show the token to the network: use https, or say --allow-http")
                : server;
    }

    private static bool IsThisMachine(Uri server) => server.IsLoopback || (IPAddress.TryParse(server.Host, out var address) && IPAddress.IsLoopback(address));

    private static async Task<Result<string>> TokenOfAsync(ActArguments given, ActSurroundings around)
    {
        var file = given.Find("token-file");
        try
        {
            var token = (file is null ? around.Environment("OPSCONSOLE_TOKEN") : await File.ReadAllTextAsync(file))?.Trim();
            return string.IsNullOrEmpty(token) ? new Problem("--token-file", "no token is given: make one on the page Me, and name its file or set OPSCONSOLE_TOKEN")
                : token.Any(letter => letter is <= ' ' or > '~') ? new Problem("--token-file", "what is there is no token: it must be one line, ops_...")
                : token;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem("--token-file", $"can't be read: {e.Message}");
        }
    }
}
