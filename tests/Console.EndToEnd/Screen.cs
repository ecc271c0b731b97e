using Microsoft.Playwright;

namespace OpsConsole.EndToEnd;

/// <summary>What a person sees the console on.</summary>
internal sealed record Screen(int Width, int Height)
{
    public static Screen Desktop { get; } = new(1440, 900);

    public static Screen Laptop { get; } = new(1280, 800);

    public static Screen Phone { get; } = new(390, 844);

    public static Screen Wall { get; } = new(1920, 1080) { Theme = ColorScheme.Dark };

    public ColorScheme Theme { get; init; } = ColorScheme.Light;

    public bool HasScripts { get; init; } = true;

    public BrowserNewContextOptions Options(Uri address) => new()
    {
        BaseURL = address.AbsoluteUri,
        ViewportSize = new() { Width = Width, Height = Height },
        ColorScheme = Theme,
        JavaScriptEnabled = HasScripts,
    };
}
