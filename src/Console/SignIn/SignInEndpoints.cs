using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using OpsConsole.People;

namespace OpsConsole.SignIn;

/// <summary>Where the forms of signing in and out go, and where an open page says that its person is there.</summary>
internal static class SignInEndpoints
{
    private const int MostFormBytes = 16 * 1024;

    /// <summary>Maps them.</summary>
    /// <param name="app">The console.</param>
    public static IEndpointRouteBuilder MapSignIn(this IEndpointRouteBuilder app)
    {
        // Before the page at the same address, which takes posts as well.
        app.MapPost(SignInPaths.Page, SignInAsync).AllowAnonymous().DisableAntiforgery().WithTags("Sign-in").WithOrder(-1);
        app.MapPost(SignInPaths.Out, SignOutAsync).AllowAnonymous().DisableAntiforgery().WithTags("Sign-in");
        app.MapGet(SignInPaths.Session, Session).RequireAuthorization(SignInServices.PersonPolicy).WithTags("Sign-in");
        return app;
    }

    // Antiforgery is asked here, so that an old form leads back to a fresh one and not to a page of errors.
    private static async Task<IResult> SignInAsync(HttpContext context, ConsoleSignIn signIn, IAntiforgery antiforgery, IServiceProvider services)
    {
        if (services.GetService<LocalSignIn>() is not { } local)
        {
            return TypedResults.NotFound();
        }

        if (await FormAsync(context, antiforgery) is not { } form)
        {
            return Again("/", "again");
        }

        var back = ReturnPath.Of(form["returnUrl"]);
        var person = await local.CheckAsync(form["name"].ToString(), form["password"].ToString(), ConsoleSignIn.AddressOf(context), context.RequestAborted);
        if (!person.IsOk)
        {
            return Again(back, SignInWords.Code(person.Problems[0]));
        }

        var begun = await signIn.SignInAsync(context, person.Value, null);
        return begun.IsOk ? TypedResults.LocalRedirect(back) : Again(back, SignInWords.Code(begun.Problems[0]));
    }

    private static async Task SignOutAsync(HttpContext context, ConsoleSignIn signIn, IAntiforgery antiforgery, IServiceProvider services)
    {
        if (await FormAsync(context, antiforgery) is null)
        {
            // Nobody else's page may sign a person out; whoever is still signed in sees it and tries again.
            context.Response.Redirect(PersonClaims.Of(context.User) is null ? SignInPaths.SignIn("/", null) : "/me");
            return;
        }

        // Prepared before: once the session is over, what the provider gave for it is gone.
        var elsewhere = services.GetService<ISignOutElsewhere>();
        var address = elsewhere is null ? null : await elsewhere.PrepareAsync(context);
        await signIn.SignOutAsync(context);
        if (address is null)
        {
            context.Response.Redirect(SignInPaths.SignIn("/", "out"));
        }
        else
        {
            await elsewhere!.GoAsync(context, address);
        }
    }

    private static NoContent Session(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.NoContent();
    }

    /// <summary>The form that is sent; null when it is none of ours, or too old.</summary>
    internal static async Task<IFormCollection?> FormAsync(HttpContext context, IAntiforgery antiforgery)
    {
        if (!context.Request.HasFormContentType || context.Request.ContentLength is null or > MostFormBytes)
        {
            return null;
        }

        try
        {
            return await antiforgery.IsRequestValidAsync(context) ? await context.Request.ReadFormAsync(context.RequestAborted) : null;
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Leads to a fresh form that says why.</summary>
    /// <param name="back">Where the person wanted to go.</param>
    /// <param name="why">One of the codes of <see cref="SignInWords"/>.</param>
    internal static RedirectHttpResult Again(string back, string why) => TypedResults.LocalRedirect(SignInPaths.SignIn(back, why));
}
