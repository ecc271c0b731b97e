using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OpsConsole.Hubs;
using OpsConsole.People;

namespace OpsConsole.SignIn;

/// <summary>Takes personal tokens: <c>Authorization: Bearer ops_...</c>, and on the hub <c>access_token</c> in the query, as its clients send it.</summary>
internal sealed class TokenHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, Tokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    /// <summary>The authentication scheme.</summary>
    public const string Name = "ops-token";

    private const string Bearer = "Bearer ";
    private const string Prefix = "ops_";
    private Problem? refusal;

    /// <summary>The token of a request; null when it brings none of ours.</summary>
    /// <param name="request">The request.</param>
    public static string? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var sent = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim()
            : request.Path.StartsWithSegments(LiveHub.Path) ? request.Query["access_token"].ToString()
            : string.Empty;
        return sent.StartsWith(Prefix, StringComparison.Ordinal) ? sent : null;
    }

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Of(Request) is not { } sent)
        {
            return AuthenticateResult.NoResult();
        }

        var person = await tokens.CheckAsync(sent, ConsoleSignIn.AddressOf(Context), Context.RequestAborted);
        if (!person.IsOk)
        {
            refusal = person.Problems[0];
            return AuthenticateResult.Fail(refusal.What);
        }

        return AuthenticateResult.Success(new AuthenticationTicket(PersonClaims.Principal(person.Value, Name, null), Name));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var isDown = refusal?.Where == "database";
        if (!isDown)
        {
            Response.Headers.WWWAuthenticate = refusal is null ? "Bearer" : "Bearer error=\"invalid_token\"";
        }

        return SignInRefusals.WriteAsync(
            Context, isDown ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status401Unauthorized, refusal?.What ?? "Send a personal token: Authorization: Bearer ops_...");
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        SignInRefusals.WriteAsync(Context, StatusCodes.Status403Forbidden, "No grant of the token's owner, narrowed to the token's roles, allows this.");
}
