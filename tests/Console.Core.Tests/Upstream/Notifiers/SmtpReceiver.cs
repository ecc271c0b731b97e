using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OpsConsole.Core.Tests.Upstream.Notifiers;

/// <summary>A mail server on loopback that speaks as much SMTP as a mail takes, and fails as it is told.</summary>
internal sealed class SmtpReceiver : IAsyncDisposable
{
    /// <summary>Said instead of an answer: hangs up.</summary>
    public const string Close = "close";

    /// <summary>Said instead of an answer: says nothing until the other side leaves.</summary>
    public const string Hang = "hang";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stops = new();
    private readonly ConcurrentQueue<ReceivedMail> mails = new();
    private readonly ConcurrentQueue<string> commands = new();
    private readonly Task accepting;

    public SmtpReceiver()
    {
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>What is answered instead of the usual, by the command's beginning: <c>RCPT TO:&lt;ops@</c>, <c>DATA</c>; <c>GREETING</c> for the first line, <c>END</c> for the end of the mail.</summary>
    public Dictionary<string, string> Answers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Lines beside the first that EHLO is answered with.</summary>
    public List<string> Offers { get; } = [];

    /// <summary>The certificate that STARTTLS shows; null where it is not offered.</summary>
    public X509Certificate2? Certificate { get; init; }

    public IReadOnlyList<ReceivedMail> Mails => [.. mails];

    public IReadOnlyList<string> Commands => [.. commands];

    public async ValueTask DisposeAsync()
    {
        await stops.CancelAsync();
        listener.Stop();
        await accepting;
        stops.Dispose();
    }

    private async Task AcceptAsync()
    {
        var sessions = new List<Task>();
        try
        {
            while (true)
            {
                sessions.Add(TalkAsync(await listener.AcceptTcpClientAsync(stops.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(sessions);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await SpeakAsync(client.GetStream());
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
            {
                // The other side left, as some tests want it to.
            }
        }
    }

    private async Task SpeakAsync(Stream stream)
    {
        var session = new Session(stream);
        if (!await SayAsync(session, "GREETING", "220 mail.test ESMTP"))
        {
            return;
        }

        while (await session.ReadAsync(stops.Token) is { } line)
        {
            commands.Enqueue(line);
            if (!await SayAsync(session, line, Usual(session, line)))
            {
                return;
            }

            if (line.StartsWith("STARTTLS", StringComparison.OrdinalIgnoreCase) && Certificate is not null)
            {
                var secure = new SslStream(stream);
                await secure.AuthenticateAsServerAsync(Certificate);
                session = new Session(secure);
            }
            else if (line.Equals("DATA", StringComparison.OrdinalIgnoreCase) && !Answers.ContainsKey("DATA") && !await TakeAsync(session))
            {
                return;
            }
        }
    }

    private async Task<bool> TakeAsync(Session session)
    {
        var text = new StringBuilder();
        while (await session.ReadAsync(stops.Token) is { } line && line != ".")
        {
            text.Append(line.StartsWith('.') ? line[1..] : line).Append('\n');
        }

        if (!Answers.ContainsKey("END"))
        {
            mails.Enqueue(new ReceivedMail(session.From, [.. session.To], text.ToString()));
        }

        return await SayAsync(session, "END", "250 queued");
    }

    private string Usual(Session session, string line)
    {
        var verb = line.Split(' ', ':')[0].ToUpperInvariant();
        switch (verb)
        {
            case "EHLO":
                List<string> offers = ["mail.test", .. Offers, .. Certificate is null ? Array.Empty<string>() : ["STARTTLS"]];
                return string.Join("\r\n", offers.Select((offer, at) => $"250{(at == offers.Count - 1 ? ' ' : '-')}{offer}"));
            case "MAIL":
                (session.From, session.To) = (line, []);
                return "250 ok";
            case "RCPT":
                session.To.Add(line);
                return "250 ok";
            case "AUTH":
                return "334 UGFzc3dvcmQ6";
            default:
                return verb switch { "DATA" => "354 go on", "QUIT" => "221 bye", "STARTTLS" => "220 go on", "RSET" => "250 ok", _ => "235 signed in" };
        }
    }

    private async Task<bool> SayAsync(Session session, string to, string usual)
    {
        var answer = Answers.Where(one => to.StartsWith(one.Key, StringComparison.OrdinalIgnoreCase)).Select(one => one.Value).FirstOrDefault() ?? usual;
        if (answer == Hang)
        {
            while (await session.ReadAsync(stops.Token) is not null)
            {
                // Whatever else is said: no answer.
            }
        }

        if (answer is Close or Hang)
        {
            return false;
        }

        await session.SayAsync(answer, stops.Token);
        return answer[0] != '4' || !answer.StartsWith("421", StringComparison.Ordinal);
    }

    private sealed class Session(Stream stream)
    {
        public string From { get; set; } = string.Empty;

        public List<string> To { get; set; } = [];

        // Letter by letter: what follows STARTTLS is not ours to read.
        public async Task<string?> ReadAsync(CancellationToken cancellation)
        {
            var line = new List<byte>();
            var one = new byte[1];
            while (await stream.ReadAsync(one, cancellation) > 0)
            {
                if (one[0] == '\n')
                {
                    return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
                }

                line.Add(one[0]);
            }

            return null;
        }

        public Task SayAsync(string answer, CancellationToken cancellation) => stream.WriteAsync(Encoding.ASCII.GetBytes($"{answer}\r\n"), cancellation).AsTask();
    }
}

/// <summary>A mail that was taken.</summary>
internal sealed record ReceivedMail(string From, IReadOnlyList<string> To, string Text)
{
    /// <summary>A header, unfolded; empty when there is none.</summary>
    public string Header(string name) => string.Join(' ', Text.Split("\n\n", 2)[0].Replace("\n ", " ", StringComparison.Ordinal).Replace("\n\t", " ", StringComparison.Ordinal).Split('\n')
        .Where(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim()));

    /// <summary>The text, decoded.</summary>
    public string Body
    {
        get
        {
            var raw = Text.Split("\n\n", 2)[1];
            return Header("Content-Transfer-Encoding") switch
            {
                "base64" => Encoding.UTF8.GetString(Convert.FromBase64String(raw.Replace("\n", string.Empty, StringComparison.Ordinal))),
                "quoted-printable" => System.Text.RegularExpressions.Regex.Replace(raw.Replace("=\n", string.Empty, StringComparison.Ordinal), "=([0-9A-F]{2})", match => $"{(char)Convert.ToByte(match.Groups[1].Value, 16)}"),
                _ => raw,
            };
        }
    }
}
