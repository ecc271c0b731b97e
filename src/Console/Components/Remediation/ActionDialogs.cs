using OpsConsole.Remediation;

namespace OpsConsole.Components.Remediation;

/// <summary>Opens the dialog of a guarded action over whatever page is open: one for each circuit.</summary>
internal sealed class ActionDialogs
{
    /// <summary>Raised when a dialog is opened or closed.</summary>
    public event Action? Changed;

    /// <summary>What is asked in the dialog that is open; null while none is.</summary>
    public ActionRequest? Open { get; private set; }

    /// <summary>Opens the dialog.</summary>
    /// <param name="request">What is asked.</param>
    public void Show(ActionRequest request)
    {
        Open = request;
        Changed?.Invoke();
    }

    /// <summary>Closes it. What was confirmed in it goes on.</summary>
    public void Close()
    {
        if (Open is not null)
        {
            Open = null;
            Changed?.Invoke();
        }
    }
}
