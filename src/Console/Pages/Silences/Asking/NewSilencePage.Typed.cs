using System.Collections.Immutable;
using OpsConsole.Remediation;
using OpsConsole.Silences;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Silences.Asking;

/// <content>What the person does in the form, and what is asked for by it.</content>
public sealed partial class NewSilencePage
{
    private void ChangedAsync()
    {
        Judge();
        looking?.Wake();
    }

    private void Choose(string? id)
    {
        // Whoever has nothing yet begins with all of the system.
        var had = Chosen is { } before ? SilenceMatchers.Write(before.Claim) : string.Empty;
        system = id ?? string.Empty;
        if (string.IsNullOrWhiteSpace(matchers.Text) || (matchers.Matchers.Length > 0 && SilenceMatchers.Write(matchers.Matchers) == had))
        {
            matchers.SetText(Chosen is { } chosen ? SilenceMatchers.Write(chosen.Claim) : string.Empty);
        }

        ChangedAsync();
    }

    private void AddClaim()
    {
        foreach (var claim in Chosen!.Claim.Where(claim => matchers.Rows.All(row => row.Label != claim.Label)))
        {
            matchers.SetText(string.IsNullOrWhiteSpace(matchers.Text) ? claim.ToString() : $"{matchers.Text}, {claim}");
        }

        ChangedAsync();
    }

    private void Fill(string? name)
    {
        template = name ?? string.Empty;
        if (templates.FirstOrDefault(one => one.Name == template) is { } chosen)
        {
            system = chosen.System;
            matchers.SetText(SilenceMatchers.Write(chosen.Matchers));
            began = (matchers.Matchers, Address);
            end.Way = chosen.UntilResolved ? EndWay.Resolved : EndWay.Duration;
            end.Duration = PromDuration.Format(chosen.Duration);
        }

        ChangedAsync();
    }

    private void Edit(bool isOn)
    {
        isEdit = isOn;
        end.Way = isOn && end.Way is EndWay.Resolved ? EndWay.Duration : end.Way;
        ChangedAsync();
    }

    private void Ticket(string? text)
    {
        ticket = text ?? string.Empty;
        Judge();
    }

    private void Reason(string text)
    {
        reason = text;
        Judge();
    }

    // A cluster goes by its first member: names of clusters may be those of others.
    private void Place(string member, bool isOn)
    {
        (places, arePlacesChosen) = (isOn ? places.Add(member) : places.Remove(member), true);
        Judge();
    }

    /// <summary>Makes the requests of what stands in the form, or says what is wrong in it.</summary>
    private void Judge()
    {
        end.Longest = Longest();
        var read = end.Read(Clock.GetUtcNow());
        endProblem = read.IsOk ? null : read.Problems[0].What;
        var chosen = clusters.Where(cluster => places.Contains(cluster.Members[0])).ToList();
        problem = system.Length == 0 ? "Choose the system that it is for."
            : matchers.Problem is not null || matchers.Rows.Any(row => row.Problem is not null) ? "Mend the matchers first: what is wrong stands beside them."
            : endProblem is not null ? Components.Format.ActionWords.Sentence(endProblem)
            : !isEdit && clusters.Length > 1 && chosen.Count == 0 ? "Choose where it is to be written."
            : null;
        if (problem is not null || isBegun)
        {
            return;
        }

        // A ticket that stands in the reason is as good as one in the field.
        var named = ticket.Trim() is { Length: > 0 } typed ? typed : Limits.AsksTicket ? Limits.TicketIn(reason) : null;
        var parameters = read.Value.Add("matchers", matchers.Text);
        parameters = named is null ? parameters : parameters.Add("ticket", named);
        requests = isEdit
            ? [Request("silence-edit", $"{Live.Silences.Current.Value?.PlaceOf(existing!) ?? existing!.Origins[0]}/{existing!.Silence.Id}", parameters)]
            : [.. (chosen.Count == 0 ? [string.Empty] : chosen.Select(WrittenAt)).Select(place => Request("silence-create", place, parameters))];
    }

    private string WrittenAt(AlertmanagerCluster cluster) => At is not null && cluster.Members.Contains(At) ? At : cluster.Members.FirstOrDefault(Clusters.Answers) ?? cluster.Members[0];

    private ActionRequest Request(string kind, string target, ImmutableSortedDictionary<string, string> parameters) => new(kind, system, target)
    {
        Parameters = parameters,
        Origin = new ActionOrigin(ActionDoor.Page) { Alert = alert?.Fingerprint, AlertName = alert?.Name },
    };
}
