using System.Collections.Immutable;
using OpsConsole.Silences;
using OpsConsole.Upstream;

namespace OpsConsole.Remediation;

/// <summary>One silence as the members of a cluster have it.</summary>
/// <param name="Told">What each member that answers says; null: it has none.</param>
/// <param name="Silent">The members that do not answer.</param>
internal sealed record MemberSilences(ImmutableArray<(string Member, Silence? Silence)> Told, ImmutableArray<string> Silent)
{
    /// <summary>As the member has it that knows its last change; null when no member that answers has it.</summary>
    public Silence? Newest { get; } = Told.Select(told => told.Silence).OfType<Silence>()
        .OrderBy(silence => silence.State is SilenceState.Expired && Told.Any(other => other.Silence is { } its && its.Id != silence.Id)).ThenByDescending(silence => silence.UpdatedAt ?? DateTimeOffset.MinValue)
        .FirstOrDefault();

    /// <summary>The members that answer and do not have it yet as <see cref="Newest"/> is.</summary>
    public ImmutableArray<string> Missing => [.. Told.Where(told => told.Silence is null || told.Silence.Id != Newest?.Id || told.Silence.State != Newest.State || told.Silence.EndsAt != Newest.EndsAt).Select(told => told.Member)];

    /// <summary>The members that have it so, in words.</summary>
    public string Where => Words.Some(Told.Select(told => told.Member).Except(Missing));

    /// <summary>Who could not be asked, as the end of a sentence; empty when all could.</summary>
    public string Unasked => Silent.IsEmpty ? string.Empty : $"; {Words.Some(Silent)} {(Silent.Length == 1 ? "does" : "do")} not answer";

    /// <summary>Asks every member at once.</summary>
    /// <param name="members">The members.</param>
    /// <param name="ask">Asks one.</param>
    /// <exception cref="UpstreamException">None answers.</exception>
    public static async Task<MemberSilences> AskAsync(IEnumerable<string> members, Func<string, Task<Silence?>> ask)
    {
        var heard = await Task.WhenAll(members.Select(async member =>
        {
            try
            {
                return (member, Silence: await ask(member).ConfigureAwait(false), Failure: (UpstreamException?)null);
            }
            catch (UpstreamException e)
            {
                return (member, Silence: null, Failure: e);
            }
        })).ConfigureAwait(false);
        return heard.All(one => one.Failure is not null)
            ? throw heard[0].Failure!
            : new MemberSilences([.. heard.Where(one => one.Failure is null).Select(one => (one.member, one.Silence))], [.. heard.Where(one => one.Failure is not null).Select(one => one.member)]);
    }
}
