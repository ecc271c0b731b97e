using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Upstream.Kubernetes.Connect;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes.Connect;

/// <summary>Whatever a credential plugin writes, it is an answer or a sentence; nothing else comes out, and no secret.</summary>
public sealed class ExecAnswerProperties
{
    private const string Sample = """{"kind":"ExecCredential","apiVersion":"v","status":{"token":"geheim","expirationTimestamp":"2026-01-31T12:00:00Z"}}""";

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", "\"", ":", ",", "null", "1e999", "\\ud800", "\\", "\0", "é", " ", "0001-01-01", "9999-12-31T23:59:59Z", "\"status\":[],", "\"clientCertificateData\":\"x\",",
        "\"clientKeyData\":\"-----BEGIN PRIVATE KEY-----\",",
    ];

    [Fact]
    public void A_mangled_answer_is_read_or_explained() => Prop.ForAll(
        (from edits in (from at in Gen.Choose(0, Sample.Length) from length in Gen.Choose(0, 12) from piece in Gen.Elements(Pieces) select (at, length, piece)).ListOf()
         select edits.Take(3).Aggregate(Sample, (text, edit) => Replace(text, edit.at, edit.length, edit.piece))).ToArbitrary(),
        text => IsExplained(Encoding.UTF8.GetBytes(text))).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Random_bytes_in_an_answer_are_read_or_explained() => Prop.ForAll(
        Gen.Choose(0, 255).Select(number => (byte)number).ArrayOf().ToArbitrary(),
        bytes => IsExplained(bytes) && IsExplained([.. Encoding.UTF8.GetBytes(Sample[..60]), .. bytes, .. Encoding.UTF8.GetBytes(Sample[60..])]))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Half_a_letter_is_explained() => Assert.True(IsExplained(Encoding.UTF8.GetBytes(Sample.Replace("geheim", "\\ud800", StringComparison.Ordinal))));

    private static string Replace(string text, int at, int length, string piece)
    {
        var from = Math.Min(at, text.Length);
        return string.Concat(text.AsSpan(0, from), piece, text.AsSpan(Math.Min(from + length, text.Length)));
    }

    private static bool IsExplained(byte[] output)
    {
        try
        {
            return ExecAnswer.Read(output, "v").Identity.Authorization is { Scheme: "Bearer" } or null;
        }
        catch (InvalidDataException e)
        {
            return e.Message.Length > 10 && !e.Message.Contains("geheim", StringComparison.Ordinal);
        }
    }
}
