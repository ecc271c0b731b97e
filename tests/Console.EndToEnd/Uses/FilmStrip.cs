using System.Globalization;
using Microsoft.Playwright;

namespace OpsConsole.EndToEnd.Uses;

/// <summary>
/// The pictures of one use, in the order of its steps. They are taken only while the environment names a folder for them (docs/uses/make.sh does): a test that is run for its
/// answer alone takes none and waits for none.
/// </summary>
/// <param name="use">The use: what the names of its pictures begin with.</param>
internal sealed class FilmStrip(string use)
{
    private const string Setting = "OPSCONSOLE_FILM";
    private static readonly string? Folder = Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } folder ? folder : null;
    private int taken;

    /// <summary>Takes a picture of what is in view.</summary>
    /// <param name="page">The page.</param>
    /// <param name="what">What is on it, for the picture's name.</param>
    /// <param name="middle">What is awaited and brought to the middle first; null for the page as it stands.</param>
    public async Task TakeAsync(IPage page, string what, ILocator? middle = null)
    {
        if (Folder is null)
        {
            return;
        }

        if (middle is not null)
        {
            await WorldTest.SeenAsync(middle, WorldTest.Quiet);
        }

        await (middle is null ? page.EvaluateAsync("() => window.scrollTo(0, 0)") : middle.First.EvaluateAsync("element => element.scrollIntoView({ block: 'center' })"));
        await page.ScreenshotAsync(new()
        {
            Path = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{use}-{++taken:00}-{what}.png")),
            Animations = ScreenshotAnimations.Disabled,
            Caret = ScreenshotCaret.Hide,
        });
    }
}
