using System.Collections.Immutable;
using OpsConsole.Storage;

namespace OpsConsole.People;

/// <summary>Changes the users file for the command line: one change at a time, whole or not at all.</summary>
/// <param name="file">The file; its folder is made when missing.</param>
/// <param name="clock">The time.</param>
public sealed class UserEditor(string file, TimeProvider clock)
{
    private readonly UserPasswords passwords = new(UserPasswords.Rounds);

    /// <summary>What is wrong with a new password; null when nothing is.</summary>
    /// <param name="password">The password.</param>
    /// <param name="user">Whose it will be.</param>
    public static string? WrongPassword(string password, string user) => UserPasswords.Wrong(password, user);

    /// <summary>All users.</summary>
    public Result<ImmutableArray<User>> List() => UsersFile.Read(file);

    /// <summary>Whether a user can be added: asked before the password is.</summary>
    /// <param name="name">The name to sign in with.</param>
    /// <param name="displayName">The name to show.</param>
    /// <param name="groups">The groups.</param>
    /// <returns>The user, still without a password, or what is wrong.</returns>
    public Result<User> CanAdd(string name, string? displayName, ImmutableArray<string> groups)
    {
        ArgumentNullException.ThrowIfNull(name);
        return List().Match<Result<User>>(
            users =>
            {
                var problems = Problem.All(
                        Named("NAME", name, User.WrongName(name)), Named("--name", displayName ?? name, User.WrongDisplayName(displayName ?? name)),
                        Problem.When(users.Any(user => user.Name == name), "NAME", $"there is a user {name} already: users passwd {name} sets a new password"))
                    .AddRange(groups.Select(group => Named("--groups", group, User.WrongGroup(group))).OfType<Problem>());
                return problems.IsEmpty ? new User(name, displayName ?? name, groups, string.Empty) : problems;
            },
            problems => problems);
    }

    /// <summary>Adds a user.</summary>
    /// <param name="user">As <see cref="CanAdd"/> gave it.</param>
    /// <param name="password">The password.</param>
    public Result<User> Add(User user, string password)
    {
        ArgumentNullException.ThrowIfNull(user);
        var added = WithPassword(user, password);
        return Change(users => users.Any(known => known.Name == user.Name) ? new Problem("NAME", $"there is a user {user.Name} already") : users.Add(added)).Match<Result<User>>(
            _ => added, problems => problems);
    }

    /// <summary>Sets a password; sessions from before end.</summary>
    /// <param name="name">Whose.</param>
    /// <param name="password">The password.</param>
    public Result<User> SetPassword(string name, string password) => Alter(name, user => WithPassword(user, password));

    /// <summary>Keeps a user out, or lets them in again.</summary>
    /// <param name="name">Who.</param>
    /// <param name="isDisabled">Whether they are kept out.</param>
    public Result<User> Disable(string name, bool isDisabled) => Alter(name, user => user with { IsDisabled = isDisabled });

    /// <summary>Removes a user.</summary>
    /// <param name="name">Who.</param>
    public Result<User> Remove(string name) => Alter(name, _ => null);

    /// <summary>Finds a user, or says that there is none.</summary>
    /// <param name="name">Who.</param>
    public Result<User> Find(string name) => List().Match(users => In(users, name), problems => problems);

    private static Result<User> In(ImmutableArray<User> users, string name) => users.FirstOrDefault(user => user.Name == name) is { } user ? user
        : new Problem("NAME", $"there is no user {name}; known are {(users.IsEmpty ? "none yet" : string.Join(", ", users.Select(known => known.Name)))}");

    private static Problem? Named(string where, string value, string? wrong) => wrong is null ? null : new Problem(where, $"'{value}' {wrong}");

    private User WithPassword(User user, string password) => user with { Password = passwords.Hash(password), PasswordSet = StoredTime.Cut(clock.GetUtcNow()) };

    private Result<User> Alter(string name, Func<User, User?> alter)
    {
        User? was = null;
        return Change(users => In(users, name).Match<Result<ImmutableArray<User>>>(
            user =>
            {
                was = user;
                return alter(user) is { } altered ? users.Replace(user, altered) : users.Remove(user);
            },
            problems => problems)).Match<Result<User>>(_ => was!, problems => problems);
    }

    private Result<ImmutableArray<User>> Change(Func<ImmutableArray<User>, Result<ImmutableArray<User>>> change)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);

            // Two changes at once would each keep only its own.
            using var turn = new FileStream($"{file}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            return List().Match(change, problems => problems).Match<Result<ImmutableArray<User>>>(
                users =>
                {
                    UsersFile.Write(file, users);
                    return users;
                },
                problems => problems);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(file, $"can't be written: {e.Message}");
        }
    }
}
