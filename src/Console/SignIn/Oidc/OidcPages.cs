using Microsoft.AspNetCore.Http.HttpResults;

namespace OpsConsole.SignIn.Oidc;

/// <summary>The few pages around the provider; no circuit, no script.</summary>
internal static class OidcPages
{
    /// <summary>Leads the browser to the provider.</summary>
    /// <param name="context">The request.</param>
    /// <param name="to">What people call it.</param>
    /// <param name="address">The address there.</param>
    public static Task GoAsync(HttpContext context, string to, string address) =>
        ShowAsync<OidcGo>(context, StatusCodes.Status200OK, new() { [nameof(OidcGo.To)] = to, [nameof(OidcGo.Address)] = address });

    /// <summary>Says why nobody is signed in.</summary>
    /// <param name="context">The request.</param>
    /// <param name="refusal">Why.</param>
    /// <param name="returnTo">Where they wanted to go.</param>
    public static Task ProblemAsync(HttpContext context, OidcRefusal refusal, string returnTo) => ShowAsync<OidcProblem>(context, refusal.Status, new()
    {
        [nameof(OidcProblem.Title)] = refusal.Title,
        [nameof(OidcProblem.Words)] = refusal.Words,
        [nameof(OidcProblem.Again)] = SignInPaths.SignIn(returnTo, null),
    });

    /// <summary>Says that somebody is signed out.</summary>
    /// <param name="context">The request.</param>
    /// <param name="words">Of what.</param>
    public static Task SignedOutAsync(HttpContext context, string words) =>
        ShowAsync<OidcSignedOut>(context, StatusCodes.Status200OK, new() { [nameof(OidcSignedOut.Words)] = words });

    private static Task ShowAsync<TPage>(HttpContext context, int status, Dictionary<string, object?> parameters)
        where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        context.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<TPage>(parameters) { StatusCode = status, PreventStreamingRendering = true }.ExecuteAsync(context);
    }
}
