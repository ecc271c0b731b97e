using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Components.Remediation;

/// <content>What the person does with the plan in front of them.</content>
public sealed partial class ActionSheet
{
    private async Task ConfirmAsync()
    {
        Judge();
        if (isSending || whyNot is not null || Current.Person is not { } person)
        {
            return;
        }

        if (draft.RefusesUnseen())
        {
            return;
        }

        isSending = true;
        try
        {
            var confirmed = await Desk.ConfirmAsync(draft.Request, draft.Confirm(), person, CancellationToken.None);
            confirmed.Match(Follow, Refuse);
        }
        catch (StorageException e)
        {
            // Whether it was taken is not known: pressed again, the same key finds the same run.
            draft.Refused = [new Problem("storage", e.Message)];
        }
        finally
        {
            isSending = false;
        }
    }

    private bool Follow(ActionRun confirmed)
    {
        if (IsPage)
        {
            Navigation.NavigateTo(ActionAddress.OfRun(confirmed.Id), replace: true);
            return true;
        }

        (run, mustFocus) = (confirmed, true);
        loop!.IsPaused = true;
        TakeBoard();
        return true;
    }

    private bool Refuse(ImmutableArray<Problem> problems)
    {
        draft.Refuse(problems);
        loop?.Wake();
        return false;
    }

    private void Set((string Name, string Value) typed)
    {
        draft.Set(typed.Name, typed.Value);
        Judge();
        loop?.Wake();
    }

    private void Override((string Guard, bool IsOn) choice)
    {
        draft.Override(choice.Guard, choice.IsOn);
        Judge();
    }

    private void Typed(string text)
    {
        draft.Typed = text;
        Judge();
    }

    private void Reason(string text)
    {
        draft.Reason = text;
        Judge();
    }

    private void Glass(bool isOn)
    {
        draft.BreakGlass = isOn;
        Judge();
    }

    private void Look()
    {
        draft.Look();
        Judge();
    }

    private void Watch(bool isSeen)
    {
        if (loop is not null && run is null)
        {
            loop.IsPaused = !isSeen;
        }
    }

    private bool May(GuardedAction action) => Current.Decide(action, Request.System).IsAllowed;

    private string Denied(PlanAnswer.Denied no) => $"{Refusal.Sentence(no.Decision.Reason, no.Action)} {Refusal.Advice(Current.Person, no.Action, Request.System)}";

    private void Judge() => whyNot = Current.Person is null ? "Nobody is signed in any more." : draft.WhyNot(Denied);

    private void Draw()
    {
        Judge();
        StateHasChanged();
    }

    private void PersonChanged() => _ = InvokeAsync(() =>
    {
        Draw();
        loop?.Wake();
    });
}
