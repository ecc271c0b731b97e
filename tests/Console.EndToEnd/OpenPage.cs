using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace OpsConsole.EndToEnd;

/// <summary>A page that keeps what went wrong in it: console errors (violations of the content policy are such), page errors, failed requests.</summary>
internal sealed class OpenPage
{
    private readonly ConcurrentQueue<string> complaints = new();
    private volatile bool isForgiven;

    public OpenPage(IPage page)
    {
        Page = page;
        page.SetDefaultTimeout(30_000);
        page.Console += (_, message) => Add(message.Type == "error", $"console: {message.Text}");
        page.PageError += (_, error) => Add(true, $"page error: {error}");

        // Requests that a navigation cut short are no failures.
        page.RequestFailed += (_, request) => Add(request.Failure != "net::ERR_ABORTED", $"request: {request.Url} {request.Failure}");
    }

    public IPage Page { get; }

    public IReadOnlyCollection<string> Complaints => complaints;

    /// <summary>From here on the test breaks the connection itself: what the browser says of that is expected.</summary>
    public void Forgive() => isForgiven = true;

    private void Add(bool isOne, string complaint)
    {
        if (isOne && !isForgiven)
        {
            complaints.Enqueue($"{Page.Url}: {complaint}");
        }
    }
}
