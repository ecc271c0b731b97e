namespace OpsConsole.Runbooks;

/// <summary>Looks at a line of a <c>kubectl</c> block as it stands in the file, so that who writes a runbook hears what is only to copy.</summary>
public static class KubectlCheck
{
    /// <summary>Why a line will not be answered; null when it will be.</summary>
    /// <param name="line">The line, templates unfilled.</param>
    public static Problem? Of(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var read = Kubectl.KubectlLine.Read(line);
        return read.IsOk ? null : new Problem(string.Empty, $"this line will not be answered because {read.Problems[0].What}");
    }
}
