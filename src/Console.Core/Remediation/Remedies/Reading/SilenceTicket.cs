using System.Collections.Immutable;
using OpsConsole.Silences;

namespace OpsConsole.Remediation;

/// <summary>The ticket that a silence is for.</summary>
internal static class SilenceTicket
{
    /// <summary>The parameter's name.</summary>
    public const string Name = "ticket";

    private const int Longest = 100;

    /// <summary>The field.</summary>
    public static ActionField Field { get; } = new(Name, "Ticket", FieldForm.Text, "OPS-1234") { IsOptional = true };

    /// <summary>Reads it.</summary>
    /// <param name="fields">The request's fields.</param>
    /// <param name="limits">What a ticket looks like.</param>
    public static void Read(RequestFields fields, SilenceLimits limits)
    {
        if (fields.Has(Name))
        {
            fields.Read<string>(Name, "for example OPS-1234", text => ReadOne(text, limits), text => text);
        }
    }

    /// <summary>The ticket; null for none.</summary>
    /// <param name="parameters">The parameters, read.</param>
    public static string? Of(ImmutableSortedDictionary<string, string> parameters) => parameters.GetValueOrDefault(Name);

    private static Result<string> ReadOne(string text, SilenceLimits limits) =>
        text.Length > Longest ? new Problem(Name, $"is {text.Length} letters long: {Longest} at most")
        : limits.TicketIn(text) is null ? new Problem(Name, $"names no ticket: one looks like {limits.TicketPattern}")
        : text;
}
