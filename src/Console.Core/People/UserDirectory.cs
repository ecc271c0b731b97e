using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsConsole.Access;
using OpsConsole.Systems;

namespace OpsConsole.People;

/// <summary>
/// The users as <c>users.yaml</c> says them now. An edit that can't be read lets nobody in and throws nobody out: the last good users stay, and
/// the log says what is wrong. So does a file that is gone.
/// </summary>
public sealed class UserDirectory
{
    private ImmutableDictionary<string, User> users = ImmutableDictionary<string, User>.Empty;

    /// <summary>Reads the file for the first time.</summary>
    /// <param name="file">The file.</param>
    public UserDirectory(string file)
    {
        File = file;
        Look();
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>What is wrong with the file; empty when nothing is.</summary>
    public ImmutableArray<Problem> Problems { get; private set; } = [];

    /// <summary>How many users there are.</summary>
    public int Count => users.Count;

    /// <summary>Finds a user; null when there is none.</summary>
    /// <param name="name">The name.</param>
    public User? Find(string name) => users.GetValueOrDefault(name);

    /// <summary>Looks at the file; never twice at a time.</summary>
    /// <returns>Whether anything differs from the last time.</returns>
    internal bool Look()
    {
        var found = !System.IO.File.Exists(File) && users.Count > 0
            ? new Problem(Path.GetFileName(File), "is gone: write it again, or remove users one by one with OpsConsole users remove")
            : UsersFile.Read(File);
        if (!found.IsOk)
        {
            var isNews = !Problems.SequenceEqual(found.Problems);
            Problems = found.Problems;
            return isNews;
        }

        var now = found.Value.ToImmutableDictionary(user => user.Name);
        var same = Problems.IsEmpty && now.Count == users.Count && now.Values.All(user => users.GetValueOrDefault(user.Name) is { } was && Same(was, user));
        (users, Problems) = (now, []);
        return !same;
    }

    private static bool Same(User one, User other) => one with { Groups = other.Groups } == other && one.Groups.SequenceEqual(other.Groups);
}

/// <summary>Keeps the <see cref="UserDirectory"/> as the file is.</summary>
internal sealed class UserWatch(UserDirectory directory, TimeProvider clock, ILogger<UserWatch> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Tell();
        using var watch = new FolderWatch(Path.GetDirectoryName(directory.File)!, clock) { IsDeep = false };
        await watch.FollowAsync(Look, log.UsersNotNotified, stoppingToken);
    }

    private void Look()
    {
        if (directory.Look())
        {
            Tell();
        }
    }

    private void Tell()
    {
        if (directory.Problems.IsEmpty)
        {
            log.UsersTaken(directory.Count);
            return;
        }

        foreach (var problem in directory.Problems)
        {
            log.UsersRefused(problem.ToString());
        }
    }
}

/// <summary>Whether the users file still has a user as they signed in.</summary>
internal sealed class LocalGroupCheck(UserDirectory directory) : IGroupCheck
{
    public SignInMethod Method => SignInMethod.Local;

    public TimeSpan Every => TimeSpan.Zero;

    public Task<GroupCheck> CheckAsync(Session session, CancellationToken cancellation) => Task.FromResult<GroupCheck>(directory.Find(session.Person.Subject) switch
    {
        null => new GroupCheck.Gone("Your user was removed."),
        { IsDisabled: true } => new GroupCheck.Gone("Your user was disabled."),
        { PasswordSet: { } at } when at > session.CreatedAt => new GroupCheck.Gone("Your password was changed: sign in with the new one."),
        { } user => new GroupCheck.Still(user.Groups, user.DisplayName),
    });
}
