namespace OpsConsole.Commands.Act;

/// <summary>What is around the command.</summary>
/// <param name="Output">Where it tells.</param>
/// <param name="Environment">The environment's variables.</param>
/// <param name="Clock">The time.</param>
internal sealed record ActSurroundings(TextWriter Output, Func<string, string?> Environment, TimeProvider Clock)
{
    /// <summary>Where a person answers; null when nobody sits there, and nothing may be asked.</summary>
    public TextReader? Terminal { get; init; }

    /// <summary>Those of this process.</summary>
    /// <param name="output">Where it tells.</param>
    public static ActSurroundings Own(TextWriter output) => new(output, System.Environment.GetEnvironmentVariable, TimeProvider.System)
    {
        Terminal = Console.IsInputRedirected || Console.IsOutputRedirected ? null : Console.In,
    };

    /// <summary>Asks the person; null when nobody is there.</summary>
    /// <param name="question">The question.</param>
    public async Task<string?> AskAsync(string question)
    {
        if (Terminal is null)
        {
            return null;
        }

        await Output.WriteAsync(question);
        await Output.FlushAsync();
        return await Terminal.ReadLineAsync();
    }
}
