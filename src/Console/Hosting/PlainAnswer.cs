namespace OpsConsole.Hosting;

/// <summary>An answer in one sentence, for whoever is refused before anybody knows whether it is a browser.</summary>
internal static class PlainAnswer
{
    /// <summary>Answers.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status.</param>
    /// <param name="words">The sentence.</param>
    public static Task WriteAsync(HttpContext context, int status, string words)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync($"{words}\n", context.RequestAborted);
    }
}
