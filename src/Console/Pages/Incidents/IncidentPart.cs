using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Access;
using OpsConsole.Incidents;
using OpsConsole.SignIn;

namespace OpsConsole.Pages.Incidents;

/// <summary>A part of an incident's page with which something can be done to it. What was typed stays until it was kept.</summary>
public abstract class IncidentPart : ComponentBase
{
    /// <summary>The incident, as it is now.</summary>
    [Parameter, EditorRequired]
    public Incident Incident { get; set; } = null!;

    /// <summary>Whether the person may work on it. Why not is said once on the page, under the id <see cref="WhyId"/>.</summary>
    [Parameter, EditorRequired]
    public Decision MayWork { get; set; } = null!;

    /// <summary>Called with the incident once something was done to it.</summary>
    [Parameter]
    public EventCallback<Incident> OnChanged { get; set; }

    /// <summary>The id of the sentence that says why the person may not.</summary>
    protected const string WhyId = "incident-why";

    /// <summary>Where a problem is that says somebody else was quicker.</summary>
    protected const string Quicker = "seenVersion";

    /// <summary>The one way to incidents.</summary>
    [Inject]
    protected IncidentDesk Desk { get; set; } = null!;

    /// <summary>What was wrong with what was last tried.</summary>
    protected ImmutableArray<Problem> Problems { get; private set; } = [];

    /// <summary>Whether nothing can be pressed now: the circuit is not up, or an answer is awaited.</summary>
    protected bool IsClosed => !RendererInfo.IsInteractive || isBusy;

    [Inject]
    private protected CurrentPerson Current { get; set; } = null!;

    private bool isBusy;

    /// <summary>Does something to the incident, or says why not.</summary>
    /// <param name="act">What.</param>
    /// <returns>Whether it was done.</returns>
    private protected async Task<bool> ActAsync(Func<Person, Task<Result<Incident>>> act)
    {
        if (isBusy)
        {
            return false;
        }

        if (Current.Person is not { } person)
        {
            return Refuse(new Problem("grant", "nobody is signed in any more"));
        }

        isBusy = true;
        Result<Incident> answered;
        try
        {
            answered = await act(person);
        }
        finally
        {
            isBusy = false;
        }

        Problems = answered.Problems;
        if (answered.IsOk)
        {
            await OnChanged.InvokeAsync(answered.Value);
        }

        return answered.IsOk;
    }

    /// <summary>Says that something that was typed is wrong.</summary>
    /// <param name="problem">What.</param>
    private protected bool Refuse(Problem problem)
    {
        Problems = [problem];
        return false;
    }

    /// <summary>Nothing is wrong any more.</summary>
    private protected void Forget() => Problems = [];

    /// <summary>What is wrong with a field; null when nothing is.</summary>
    /// <param name="field">The field.</param>
    private protected string? Of(string field) => Problems.FirstOrDefault(problem => problem.Where == field) is { } problem ? Components.Format.IncidentText.Sentence(problem) : null;

    /// <summary>What is wrong, and no field of these is to blame for it.</summary>
    /// <param name="fields">The fields.</param>
    private protected IEnumerable<Problem> Elsewhere(params string[] fields) => Problems.Where(problem => !fields.Contains(problem.Where));
}
