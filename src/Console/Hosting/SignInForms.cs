using Microsoft.AspNetCore.Http.Features;

namespace OpsConsole.Hosting;

/// <summary>Reads whom a sign-in form names before the rate limits look: they go by user, too, and can't wait for a body themselves.</summary>
internal static class SignInForms
{
    private const long MostBytes = 16 * 1024;
    private const int LongestUser = 256;

    public static IApplicationBuilder UseSignInForms(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var request = context.Request;
        if (HttpMethods.IsPost(request.Method) && request.Path.Equals("/sign-in", StringComparison.OrdinalIgnoreCase) && request.HasFormContentType)
        {
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            {
                size.MaxRequestBodySize = MostBytes;
            }

            try
            {
                var form = await request.ReadFormAsync(context.RequestAborted);
                context.Features.Set(new Named(form["name"].ToString().Trim() is { Length: > 0 and <= LongestUser } user ? user.ToUpperInvariant() : null));
            }
            catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
            {
                await PlainAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, "This is no form of the sign-in page.");
                return;
            }
        }

        await next(context);
    });

    /// <summary>Whom the form names; null when the request is no sign-in form.</summary>
    /// <param name="context">The request.</param>
    public static string? UserOf(HttpContext context) => context.Features.Get<Named>()?.User;

    private sealed record Named(string? User);
}
