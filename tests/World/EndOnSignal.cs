using System.Runtime.InteropServices;

namespace OpsConsole.World;

/// <summary>Ends a program in order on Ctrl+C and on SIGTERM: whoever ends it, no server of its own is left behind.</summary>
internal sealed class EndOnSignal : IDisposable
{
    private readonly CancellationTokenSource ending = new();
    private readonly PosixSignalRegistration[] signals;

    public EndOnSignal() => signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, End), PosixSignalRegistration.Create(PosixSignal.SIGTERM, End)];

    /// <summary>Cancelled by the signal.</summary>
    public CancellationToken Token => ending.Token;

    public void Dispose()
    {
        foreach (var signal in signals)
        {
            signal.Dispose();
        }

        ending.Dispose();
    }

    private void End(PosixSignalContext signal)
    {
        signal.Cancel = true;
        ending.Cancel();
    }
}
