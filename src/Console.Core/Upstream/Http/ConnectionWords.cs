using System.Net.Sockets;
using System.Security.Authentication;

namespace OpsConsole.Upstream.Http;

/// <summary>Why no connection came about, in words.</summary>
internal static class ConnectionWords
{
    /// <summary>Whether no connection came about, so that nothing was sent; otherwise it broke, and nobody knows what the other side did.</summary>
    /// <param name="e">The failure.</param>
    public static bool NeverConnected(HttpRequestException e) => e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
        or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError or HttpRequestError.VersionNegotiationError;

    /// <summary>The words for what follows "can't be reached:".</summary>
    /// <param name="e">The failure.</param>
    /// <param name="host">The host that was asked.</param>
    /// <param name="authority">The setting that names the file of an authority of one's own.</param>
    public static string Of(HttpRequestException e, string host, string authority)
    {
        var inner = (Exception?)(e.InnerException as SocketException) ?? e.InnerException as AuthenticationException;
        return e.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => $"the name {host} is not known",
            HttpRequestError.SecureConnectionError => $"no secure connection: {Deepest(e)}; if its authority is your own, name its file as {authority}",
            HttpRequestError.ConnectionError => inner is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
                ? "the connection is refused; does it run, and is the port right?"
                : Deepest(e),
            HttpRequestError.ResponseEnded => "it closed the connection without an answer",
            _ => Deepest(e),
        };
    }

    private static string Deepest(Exception e) => e.GetBaseException().Message.TrimEnd('.');
}
