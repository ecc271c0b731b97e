using System.Net.Mail;

namespace OpsConsole.Upstream.Notifiers;

/// <summary>Reads mail addresses.</summary>
internal static class MailAddresses
{
    /// <summary>The address; null when the text is none. A line break in it would begin a header of somebody else's making.</summary>
    public static MailAddress? Read(string text) =>
        !text.Any(letter => char.IsControl(letter)) && MailAddress.TryCreate(text, out var address) && address.Host.Length > 0 && address.User.Length > 0 ? address : null;
}
