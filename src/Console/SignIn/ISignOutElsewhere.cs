namespace OpsConsole.SignIn;

/// <summary>Signs people out where they signed in, for ways to sign in that happen elsewhere.</summary>
internal interface ISignOutElsewhere
{
    /// <summary>Prepares it, while the session is still there.</summary>
    /// <param name="context">The request that signs out.</param>
    /// <returns>The address that the browser must go to; null when there is none.</returns>
    Task<string?> PrepareAsync(HttpContext context);

    /// <summary>Answers with the way there, after the session is ended.</summary>
    /// <param name="context">The request that signs out.</param>
    /// <param name="address">What was prepared.</param>
    Task GoAsync(HttpContext context, string address);
}
