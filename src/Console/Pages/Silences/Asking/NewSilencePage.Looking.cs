using OpsConsole.Silences;
using OpsConsole.Storage;

namespace OpsConsole.Pages.Silences.Asking;

/// <content>What the matchers fit, now and in the past.</content>
public sealed partial class NewSilencePage
{
    private async Task LookAsync(CancellationToken cancellation)
    {
        var (board, asked, text) = (Live.Alerts.Current.Value, matchers.Matchers, matchers.Text);
        if (asked.IsEmpty || board is null)
        {
            (preview, past) = (null, null);
            StateHasChanged();
            return;
        }

        // Off the thread that draws, where there is much to look through.
        preview = board.Alerts.Length > LargeBoard ? await Task.Run(() => SilencePreview.Look(asked, board, MostListed), cancellation) : SilencePreview.Look(asked, board, MostListed);
        if (!arePlacesChosen)
        {
            Preselect();
        }

        Judge();
        StateHasChanged();
        if (RendererInfo.IsInteractive && lookedBack != text)
        {
            await Task.Delay(Still, Clock, cancellation);
            if (text == matchers.Text)
            {
                await LookBackAsync(cancellation);
            }
        }
    }

    private async Task LookBackAsync(CancellationToken cancellation)
    {
        var (asked, text) = (matchers.Matchers, matchers.Text);
        if (asked.IsEmpty)
        {
            return;
        }

        try
        {
            past = await Hindsight.LookAsync(asked, Back, cancellation);
            (pastProblem, lookedBack) = (null, text);
        }
        catch (StorageException e)
        {
            (past, pastProblem) = (null, $"The history can't be read: {e.Message}");
        }

        StateHasChanged();
    }
}
