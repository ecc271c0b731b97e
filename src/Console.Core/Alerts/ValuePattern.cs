using System.Buffers;
using System.Text.RegularExpressions;

namespace OpsConsole.Alerts;

/// <summary>A regular expression over whole values. Plain alternatives, which most are (<c>critical|high</c>), are compared and not run.</summary>
internal sealed class ValuePattern
{
    private static readonly SearchValues<char> Special = SearchValues.Create(@"\.+*?()[]{}^$");

    private readonly string[]? alternatives;
    private readonly Regex? regex;

    private ValuePattern(string[]? alternatives, Regex? regex) => (this.alternatives, this.regex) = (alternatives, regex);

    public static Result<ValuePattern> Create(string text) => text.AsSpan().ContainsAny(Special) || text.Length > Re2.MostSize
        ? Re2.Compile(text).Match<Result<ValuePattern>>(regex => new ValuePattern(null, regex), problems => problems)
        : new ValuePattern(text.Split('|'), null);

    public bool Matches(string value) => alternatives is null ? regex!.IsMatch(value) : alternatives.AsSpan().Contains(value);
}
