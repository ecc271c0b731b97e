using System.Globalization;
using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;
using OpsConsole.Incidents;

namespace OpsConsole.Upstream.Notifiers;

/// <summary>Makes the mail of a page.</summary>
internal static class PageMail
{
    private const int LongestSubject = 200;

    /// <summary>The mail.</summary>
    /// <param name="page">The page.</param>
    /// <param name="from">The sender.</param>
    /// <param name="to">Who gets it.</param>
    public static MailMessage Of(Page page, MailAddress from, IEnumerable<MailAddress> to)
    {
        var mail = new MailMessage
        {
            From = from,
            Subject = PageWords.Headline(page, LongestSubject),
            SubjectEncoding = Encoding.UTF8,
            Body = Body(page),
            BodyEncoding = Encoding.UTF8,
            IsBodyHtml = false,
        };
        foreach (var one in to)
        {
            mail.To.Add(one);
        }

        // The same page sent twice has the same id. All pages of an affair refer to one beginning, which need not exist: so mail programs thread them.
        var thread = Id(page.DedupKey, from);
        mail.Headers.Add("Message-ID", Id(page, from));
        mail.Headers.Add("In-Reply-To", thread);
        mail.Headers.Add("References", thread);
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        return mail;
    }

    /// <summary>The mail's id.</summary>
    /// <param name="page">The page.</param>
    /// <param name="from">The sender, whose domain it is of.</param>
    public static string Id(Page page, MailAddress from) => Id(page.Id, from);

    /// <summary>Who gets it, in words.</summary>
    /// <param name="to">The addresses.</param>
    public static string Names(IEnumerable<MailAddress> to) => string.Join(", ", to.Select(one => one.Address));

    // Hashed: a key may hold what a header must not.
    private static string Id(string name, MailAddress from) =>
        string.Create(CultureInfo.InvariantCulture, $"<{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..40]}@{new IdnMapping().GetAscii(from.Host)}>");

    private static string Body(Page page)
    {
        var body = new StringBuilder();
        foreach (var (name, value) in PageWords.Facts(page))
        {
            body.Append(name).Append(": ").AppendLine(value);
        }

        if (page.Link is { } link)
        {
            body.Append("Console: ").AppendLine(link.AbsoluteUri);
        }

        var text = PageText.Lines(page.Text, PageWords.LongestText);
        return (text.Length > 0 ? $"{body}\n{text}\n" : body.ToString()).ReplaceLineEndings("\r\n");
    }
}
