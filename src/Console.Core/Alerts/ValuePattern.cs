using System.Buffers;
using System.Text.RegularExpressions;

namespace OpsConsole.Alerts;

/// <summary>A regular expression over whole values. Plain alternatives, which most are (<c>critical|high</c>), are compared and not run.</summary>
internal sealed class ValuePattern
{
    private static readonly SearchValues<char> Special = SearchValues.Create(@"\.+*?()[]{}^$");

    private readonly string[]? alternatives;

    // An automaton takes half a megabyte. Of tens of thousands of silences that are over nobody ever asks what they match.
    private readonly Lazy<Regex>? regex;

    private ValuePattern(string[] alternatives) => this.alternatives = alternatives;

    private ValuePattern(string translated) => regex = new Lazy<Regex>(() => Re2.Build(translated));

    public static Result<ValuePattern> Create(string text) => text.AsSpan().ContainsAny(Special) || text.Length > Re2.MostSize
        ? Re2.Translate(text).Match<Result<ValuePattern>>(translated => new ValuePattern(translated), problems => problems)
        : new ValuePattern(text.Split('|'));

    public bool Matches(string value) => alternatives is null ? regex!.Value.IsMatch(value) : alternatives.AsSpan().Contains(value);
}
