using Microsoft.AspNetCore.SignalR;
using OpsConsole.Access;

namespace OpsConsole.Hubs;

/// <summary>
/// The live state as JSON, for wallboards and scripts. A client calls <c>Subscribe</c> with section names, is given each section
/// whole, and from then on is told <c>section</c> messages. docs/live-hub.md.
/// </summary>
/// <param name="messages">Makes the messages.</param>
/// <param name="audience">Counts who listens to what.</param>
internal sealed class LiveHub(LiveMessages messages, LiveAudience audience) : Hub
{
    /// <summary>Where it is mapped.</summary>
    public const string Path = "/hubs/live";

    /// <summary>The client method that is called with each message.</summary>
    public const string SectionMethod = "section";

    /// <summary>Begins to listen to sections; asking twice changes nothing.</summary>
    /// <param name="sections">Names; an unknown one refuses the whole call and names those that exist.</param>
    /// <returns>Each section whole, in the order asked.</returns>
    [RequiresAction("view")]
    public async Task<IReadOnlyList<LiveMessage>> Subscribe(string[] sections)
    {
        if (sections is null || sections.Length == 0 || Array.Exists(sections, name => name is null || messages.Find(name) is null))
        {
            throw new HubException($"Subscribe takes names of sections: {string.Join(", ", messages.Offered.Select(section => section.Name))}.");
        }

        var answers = new List<LiveMessage>();
        foreach (var name in sections.Distinct(StringComparer.Ordinal))
        {
            // First the group, then the snapshot: a change in between comes twice rather than never.
            audience.Joined(Context.ConnectionId, name);
            await Groups.AddToGroupAsync(Context.ConnectionId, name, Context.ConnectionAborted);
            var section = messages.Find(name)!;
            var seen = section.Head;
            audience.Answered(Context.ConnectionId, name, seen.Version);
            answers.Add(messages.Whole(section, seen));
        }

        return answers;
    }

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        audience.Left(Context.ConnectionId);
        return Task.CompletedTask;
    }
}
