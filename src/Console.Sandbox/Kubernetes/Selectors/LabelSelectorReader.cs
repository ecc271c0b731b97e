namespace OpsConsole.Sandbox.Kubernetes.Selectors;

/// <summary>Reads a labelSelector: <c>a=b,c!=d,e in (f,g),h notin (i),j,!k</c>. Refuses in the server's words.</summary>
internal sealed class LabelSelectorReader
{
    private readonly List<string> tokens;
    private int next;

    private LabelSelectorReader(string text) => tokens = Split(text);

    public static (LabelSelector? Selector, ApiStatus? Refusal) Read(string text)
    {
        var reader = new LabelSelectorReader(text);
        var terms = new List<LabelTerm>();
        while (reader.Peek.Length > 0)
        {
            var (term, problem) = reader.ReadTerm();
            if (term is not null) terms.Add(term);
            var between = reader.Peek;
            if (problem is null && between is not ("," or "")) problem = $"found '{between}', expected: ',' or 'end of string'";
            if (problem is not null) return (null, ApiStatus.BadRequest($"unable to parse requirement: {problem}"));
            reader.Take();
        }
        return (new(terms), null);
    }

    private string Peek => next < tokens.Count ? tokens[next] : "";

    private string Take() => next < tokens.Count ? tokens[next++] : "";

    private (LabelTerm? Term, string? Problem) ReadTerm()
    {
        if (Peek == "!")
        {
            Take();
            return IsWord(Peek) ? (new(Take(), LabelOperator.Absent, []), null) : (null, $"found '{Peek}', expected: identifier");
        }
        if (!IsWord(Peek)) return (null, $"found '{Peek}', expected: !, identifier, or 'end of string'");
        var key = Take();
        switch (Peek)
        {
            case "" or ",":
                return (new(key, LabelOperator.Exists, []), null);
            case "=" or "==":
                Take();
                return (new(key, LabelOperator.In, [Value()]), null);
            case "!=":
                Take();
                return (new(key, LabelOperator.NotIn, [Value()]), null);
            case "in" or "notin":
                return ReadSet(key, Take() == "in" ? LabelOperator.In : LabelOperator.NotIn);
            default:
                return (null, $"found '{Peek}', expected: in, notin, =, ==, !=, gt, lt");
        }
    }

    private (LabelTerm? Term, string? Problem) ReadSet(string key, LabelOperator operation)
    {
        if (Take() != "(") return (null, $"found '{tokens[next - 1]}', expected: '('");
        var values = new List<string> { Value() };
        while (Peek == ",")
        {
            Take();
            values.Add(Value());
        }
        return Take() == ")" ? (new(key, operation, values), null)
            : (null, $"found '{(next <= tokens.Count && next > 0 && tokens[next - 1] != "," && !IsWord(tokens[next - 1]) ? tokens[next - 1] : "")}', expected: ',' or ')'");
    }

    // An empty value is a value: "a=" asks for an empty label.
    private string Value() => IsWord(Peek) ? Take() : "";

    private static bool IsWord(string token) => token.Length > 0 && !"=!(),".Contains(token[0]);

    private static List<string> Split(string text)
    {
        var tokens = new List<string>();
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }
            var begin = i;
            if (text[i] is '(' or ')' or ',') i++;
            else if (text[i] is '=' or '!') i += i + 1 < text.Length && text[i + 1] == '=' ? 2 : 1;
            else while (i < text.Length && !char.IsWhiteSpace(text[i]) && !"=!(),".Contains(text[i])) i++;
            tokens.Add(text[begin..i]);
        }
        return tokens;
    }
}
