using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace OpsConsole.SignIn;

/// <summary>Refusals for scripts: a status and a sentence, as problem+json.</summary>
internal static class SignInRefusals
{
    /// <summary>Writes one.</summary>
    /// <param name="http">The request.</param>
    /// <param name="status">The status.</param>
    /// <param name="words">The sentence.</param>
    public static Task WriteAsync(HttpContext http, int status, string words)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsJsonAsync(
            new ProblemDetails { Status = status, Title = ReasonPhrases.GetReasonPhrase(status), Detail = words }, options: null, "application/problem+json", http.RequestAborted);
    }
}
