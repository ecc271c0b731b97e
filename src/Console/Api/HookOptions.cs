using Microsoft.Extensions.Options;

namespace OpsConsole.Api;

/// <summary>Who may post to the webhooks: the section <c>Hooks</c> of the configuration.</summary>
internal sealed class HookOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Hooks";

    /// <summary>Alertmanager's.</summary>
    public HookSecretOptions Alertmanager { get; set; } = new();
}

/// <summary>The secret of one webhook.</summary>
internal sealed class HookSecretOptions
{
    private const int Shortest = 16;

    /// <summary>What the sender shows, as bearer token or as the password of basic authentication. Null with no file: this machine only.</summary>
    public string? Secret { get; set; }

    /// <summary>A file that holds it in one line; read at each post, so that a rotated one counts at once.</summary>
    public string? SecretFile { get; set; }

    /// <summary>Whether a secret is wanted.</summary>
    public bool IsSet => !string.IsNullOrEmpty(Secret) || !string.IsNullOrEmpty(SecretFile);

    /// <summary>The secret as it is now.</summary>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<Result<string>> ReadAsync(CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(SecretFile))
        {
            return Secret!;
        }

        try
        {
            var secret = (await File.ReadAllTextAsync(SecretFile, cancellation)).Trim();
            return secret.Length >= Shortest && !secret.Any(char.IsControl)
                ? secret
                : new Problem("Hooks:Alertmanager:SecretFile", $"the file {SecretFile} must hold one secret of at least {Shortest} letters in one line");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem("Hooks:Alertmanager:SecretFile", $"the file {SecretFile} can't be read: {e.Message}");
        }
    }

    /// <summary>Looks at the settings once, at the start.</summary>
    internal sealed class Check : IValidateOptions<HookOptions>
    {
        /// <inheritdoc/>
        public ValidateOptionsResult Validate(string? name, HookOptions options)
        {
            var hook = options.Alertmanager;
            var problem = !string.IsNullOrEmpty(hook.Secret) && !string.IsNullOrEmpty(hook.SecretFile) ? "Hooks:Alertmanager: set Secret or SecretFile, not both"
                : hook.Secret is { Length: > 0 and < Shortest } ? $"Hooks:Alertmanager:Secret: has less than {Shortest} letters: take a long random one"
                : hook.IsSet && hook.ReadAsync(CancellationToken.None).GetAwaiter().GetResult() is { IsOk: false } bad ? bad.Explanation
                : null;
            return problem is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problem);
        }
    }
}
