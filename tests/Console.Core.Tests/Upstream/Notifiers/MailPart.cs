using OpsConsole.Core.Tests.Incidents;

namespace OpsConsole.Core.Tests.Upstream.Notifiers;

/// <summary>A process that sends one mail, encrypted and signed in, and says what became of it.</summary>
internal static class MailPart
{
    public static async Task RunAsync(string port)
    {
        using var notifier = TestNotifier.OfMail(
            int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), ("Tls", "StartTls"), ("Username", "console"), ("Password", "secret"));
        Console.WriteLine((await notifier.HandOverAsync(SomePages.Of(), CancellationToken.None)).Says);
    }
}
