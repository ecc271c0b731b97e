using OpsConsole.Access;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Components.Remediation;

/// <content>What the person does with the plans in front of them.</content>
public sealed partial class BatchSheet
{
    private async Task ConfirmAsync()
    {
        Judge();
        if (isSending || whyNot is not null || Current.Person is not { } person)
        {
            return;
        }

        if (batch.Open.Any(part => part.Draft.RefusesUnseen()))
        {
            return;
        }

        isSending = true;
        try
        {
            foreach (var part in batch.Open.ToList())
            {
                await SendAsync(part, person);
                StateHasChanged();
            }
        }
        finally
        {
            isSending = false;
        }

        TakeBoard();
        if (batch.IsBegun)
        {
            mustFocus = true;
            loop!.IsPaused = true;
            await OnBegun.InvokeAsync();
        }
        else
        {
            loop?.Wake();
        }
    }

    private async Task SendAsync(BatchPart part, Person person)
    {
        try
        {
            part.Refused = [];
            var confirmed = await Desk.ConfirmAsync(part.Draft.Request, part.Draft.Confirm(), person, CancellationToken.None);
            part.Run = confirmed.IsOk ? confirmed.Value : null;
            if (!confirmed.IsOk)
            {
                part.Refused = confirmed.Problems;
                part.Draft.Refuse(confirmed.Problems);
            }
        }
        catch (StorageException e)
        {
            // Whether it was taken is not known: pressed again, the same key finds the same run.
            part.Refused = [new Problem("storage", e.Message)];
            part.Draft.Refused = part.Refused;
        }
    }

    // Planned anew and sent with the same words: the person asked for all of them.
    private async Task AgainAsync()
    {
        if (isSending || Current.Person is not { } person)
        {
            return;
        }

        isSending = true;
        try
        {
            batch.Again();
            foreach (var part in batch.Open.ToList())
            {
                var asked = part.Draft.Request;
                part.Draft.Take(await Desk.PlanAsync(asked, person, left.Token), asked);
                part.Draft.Typed = part.Draft.Plan?.Target.Typed ?? string.Empty;
                if (part.Draft.WhyNot(Denied) is { } why)
                {
                    part.Refused = [new Problem("plan", why)];
                }
                else
                {
                    await SendAsync(part, person);
                }
            }
        }
        catch (StorageException e)
        {
            batch.Open.First().Refused = [new Problem("storage", e.Message)];
        }
        finally
        {
            isSending = false;
        }

        TakeBoard();
    }

    private void Override(BatchPart part, (string Guard, bool IsOn) choice)
    {
        part.Draft.Override(choice.Guard, choice.IsOn);
        Judge();
    }

    private void Typed(string text)
    {
        batch.Typed = text;
        Judge();
    }

    private async Task ReasonAsync(string text)
    {
        batch.Reason = text;
        Judge();
        await OnReason.InvokeAsync(text);
    }

    private void Glass(bool isOn)
    {
        batch.Parts[0].Draft.BreakGlass = isOn;
        Judge();
    }

    private void Look()
    {
        batch.Parts[0].Draft.Look();
        Judge();
    }

    private void Watch(bool isSeen)
    {
        if (loop is not null && !batch.IsBegun)
        {
            loop.IsPaused = !isSeen;
        }
    }

    private bool May(GuardedAction action) => Current.Decide(action, Requests.FirstOrDefault()?.System).IsAllowed;

    private string Denied(PlanAnswer.Denied no) => $"{Refusal.Sentence(no.Decision.Reason, no.Action)} {Refusal.Advice(Current.Person, no.Action, Requests.FirstOrDefault()?.System ?? string.Empty)}";

    private void Judge() => whyNot = Current.Person is null ? "Nobody is signed in any more." : FormProblem ?? batch.WhyNot(Denied);

    private void Draw()
    {
        Judge();
        StateHasChanged();
    }
}
