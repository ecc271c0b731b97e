using OpsConsole.Storage;

namespace OpsConsole.Api;

/// <summary>A store that does not answer is told in words, and with a status that says: later.</summary>
internal sealed class StoreAnswers : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (StorageException e)
        {
            return ActionProblems.Away(e.Message);
        }
    }
}
