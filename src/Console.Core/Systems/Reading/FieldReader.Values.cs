using System.Globalization;
using System.Text.RegularExpressions;
using OpsConsole.Systems.Yaml;

namespace OpsConsole.Systems.Reading;

/// <content>Single values.</content>
internal sealed partial class FieldReader
{
    /// <summary>A text that must be there.</summary>
    /// <param name="name">The field.</param>
    /// <param name="due">What belongs there, for whoever left it out.</param>
    public string Text(string name, string due) => Required(name, due)?.Text ?? string.Empty;

    /// <summary>A text that may be absent.</summary>
    public string? OptionalText(string name) => Value(name)?.Text;

    /// <summary>One of a few words.</summary>
    public string Choice(string name, params string[] choices)
    {
        var chosen = Required(name, $"one of {string.Join(", ", choices)}")?.Text;
        if (chosen is not null && !choices.Contains(chosen))
        {
            var advice = NearestName.To(chosen, choices) is { } meant ? $"did you mean '{meant}'? " : string.Empty;
            Wrong(name, $"'{Short(chosen)}' is not known; {advice}it is one of {string.Join(", ", choices)}");
            return choices[0];
        }

        return chosen ?? choices[0];
    }

    /// <summary>A name as Kubernetes allows it; it goes into addresses.</summary>
    public string ObjectName(string name, string due)
    {
        var text = Text(name, due);
        if (text.Length > 0 && WrongObjectName(text) is { } wrong)
        {
            Wrong(name, wrong);
        }

        return text;
    }

    /// <summary>A whole number that must be there.</summary>
    public int Whole(string name, int least, int most)
    {
        if (Required(name, $"a whole number from {least} to {most}") is not { } written)
        {
            return least;
        }

        if (int.TryParse(written.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Wrong(name, $"'{Short(written.Text)}' is not a whole number from {least} to {most}");
        return least;
    }

    /// <summary>A number that must be there.</summary>
    public double Number(string name, string due) => Required(name, due) is { } written ? ReadNumber(name, written.Text) : 0;

    /// <summary>A number that may be absent.</summary>
    public double? OptionalNumber(string name) => Value(name) is { } written ? ReadNumber(name, written.Text) : null;

    /// <summary>A duration above zero that must be there.</summary>
    public TimeSpan Duration(string name, string due) =>
        Required(name, $"{due}, for example 10m") is { } written ? ReadDuration(name, written.Text) : TimeSpan.Zero;

    /// <summary>A duration above zero that may be absent.</summary>
    public TimeSpan? OptionalDuration(string name) => Value(name) is { } written ? ReadDuration(name, written.Text) : null;

    /// <summary>Yes or no; no when absent.</summary>
    public bool Flag(string name)
    {
        var written = Value(name)?.Text ?? "false";
        if (written is not ("true" or "false"))
        {
            Wrong(name, $"'{Short(written)}' is neither true nor false");
        }

        return written == "true";
    }

    /// <summary>PromQL that must be there; only the server can tell whether it is right.</summary>
    public string Promql(string name, string due)
    {
        var text = Text(name, due).Trim();
        Places[PathOf(name)] = PlaceText(name);
        return text;
    }

    /// <summary>PromQL that may be absent.</summary>
    public string? OptionalPromql(string name) => Has(name) ? Promql(name, string.Empty) : OptionalText(name);

    /// <summary>An absolute http or https address that must be there.</summary>
    public Uri Address(string name)
    {
        const string Example = "http://host:port/path or https://host/path";
        if (Required(name, Example) is { } written)
        {
            if (Uri.TryCreate(written.Text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Host.Length > 0)
            {
                // A password in a profile would be shown to everybody who sees the page.
                if (address.UserInfo.Length > 0)
                {
                    Wrong(name, "must hold no user and no password: it is shown as a link");
                }

                return address;
            }

            Wrong(name, $"'{Short(written.Text)}' is not an address; write {Example}");
        }

        return new Uri("http://localhost/");
    }

    /// <summary>What is wrong with a name that Kubernetes should know; null when nothing is.</summary>
    internal static string? WrongObjectName(string text) => text.Length <= 253 && KubernetesName().IsMatch(text)
        ? null
        : $"'{Short(text)}' is not a name: lower case letters, digits, '-' and '.', beginning and ending with a letter or digit, at most 253";

    private TimeSpan ReadDuration(string name, string text)
    {
        var read = PromDuration.Parse(text);
        if (!read.IsOk || read.Value == TimeSpan.Zero)
        {
            Wrong(name, read.IsOk ? "must be longer than 0" : read.Problems[0].What);
            return TimeSpan.Zero;
        }

        return read.Value;
    }

    private double ReadNumber(string name, string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return number;
        }

        Wrong(name, $"'{Short(text)}' is not a number; write for example 0.9 or 1000, without a sign for percent and without a unit");
        return 0;
    }

    private YamlScalar? Required(string name, string due)
    {
        var node = Ask(name);
        if (node is null or YamlScalar { IsEmpty: true })
        {
            Wrong(name, $"{(node is null ? "is missing" : "is empty")}: write {due}");
            return null;
        }

        return Value(name);
    }

    private YamlScalar? Value(string name)
    {
        switch (Ask(name))
        {
            case YamlScalar { IsEmpty: false } scalar:
                return scalar;
            case YamlFields or YamlList when Find(name) is { } other:
                Wrong(name, $"must be a single value, not {other.Kind}");
                return null;
            default:
                return null;
        }
    }

    private string PlaceText(string name) => $"{PlaceOf(name).Line}:{PlaceOf(name).Column}";

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9.]*[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex KubernetesName();
}
