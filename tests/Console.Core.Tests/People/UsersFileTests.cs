using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.People;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.People;

public sealed class UsersFileTests(Stores stores)
{
    private static readonly string Hash = Hashes.Of(PeopleWorld.Password);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Wrong => new()
    {
        { "users:\n  - name: Anna\n    password: HASH\n", "users.yaml:2:11 users[0].name: 'Anna' is no name for a user" },
        { "users:\n  - name: anna\n    password: opensesame\n", "users.yaml:3:15 users[0].password: is no hash of a password" },
        { "users:\n  - name: anna\n", "users.yaml:2:5 users[0].password: is missing" },
        { "users:\n  - {name: anna, password: HASH}\n  - {name: anna, password: HASH}\n", "users.yaml:3:12 users[1].name: 'anna' is there twice" },
        { "users:\n  - {name: anna, password: HASH, group: [a]}\n", "did you mean 'groups'?" },
        { "users:\n  - {name: anna, password: HASH, groups: ['a b']}\n", "is no name for a group" },
        { "users:\n  - {name: anna, password: HASH, disabled: yes}\n", "'yes' is neither true nor false" },
        { "users:\n  - {name: anna, password: HASH, password_set: tomorrow}\n", "'tomorrow' is no time" },
        { "user:\n", "users.yaml:1:1" },
        { "[]", "must be a group of fields (users: ...)" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_told_with_its_place_and_never_repeats_a_password(string yaml, string says)
    {
        var read = UsersFile.Read("users.yaml", Encoding.UTF8.GetBytes(yaml.Replace("HASH", Hash, StringComparison.Ordinal)));

        Assert.False(read.IsOk);
        Assert.Contains(says, read.Explanation, StringComparison.Ordinal);
        Assert.DoesNotContain("opensesame", read.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_written_reads_back_the_same() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>().Filter(name => name is not null && User.WrongDisplayName(name) is null && !name.Any(letter => char.IsSurrogate(letter) || letter is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF')),
        shown =>
        {
            using var folder = new TempFolder();
            var path = Path.Combine(folder.Path, "users.yaml");
            var user = new User("anna", shown, ["ops-viewers", "a:b#c"], Hash) { IsDisabled = shown.Length % 2 == 0, PasswordSet = new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero) };
            UsersFile.Write(path, [user]);
            var read = Assert.Single(UsersFile.Read(path).Value);
            return read with { Groups = user.Groups } == user && read.Groups.SequenceEqual(user.Groups);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_file_is_for_its_owner_alone_and_leaves_nothing_beside_it()
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "data", "users.yaml");
        var editor = new UserEditor(path, TimeProvider.System);

        editor.Add(editor.CanAdd("anna", "Anna Ek", ["ops-viewers"]).Value, PeopleWorld.Password);
        editor.Disable("anna", true);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path));
        Assert.Equal(["users.yaml"], Directory.GetFiles(Path.GetDirectoryName(path)!).Select(Path.GetFileName));
        Assert.DoesNotContain(PeopleWorld.Password, File.ReadAllText(path), StringComparison.Ordinal);
        Assert.True(Assert.Single(editor.List().Value).IsDisabled);
        Assert.Contains("210000 rounds", $"{Rounds(editor.List().Value[0].Password)} rounds", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_changes_at_the_same_time_none_is_lost_in_silence()
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "users.yaml");
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() =>
        {
            var editor = new UserEditor(path, TimeProvider.System);
            return editor.Add(new User($"user{number}", "One of many", [], string.Empty), PeopleWorld.Password);
        }, Cancellation)));

        var written = UsersFile.Read(path).Value.Select(user => user.Name).Order();
        Assert.Equal(made.Where(result => result.IsOk).Select(result => result.Value.Name).Order(), written);
        Assert.All(made.Where(result => !result.IsOk), result => Assert.Contains("can't be written", result.Explanation, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("short", "needs at least 12 characters")]
    [InlineData("aaaaaaaaaaaaaaaa", "repeats too few characters")]
    [InlineData("password1234", "is among the first")]
    [InlineData("OpsConsole-123", "is among the first")]
    [InlineData("anna.annasson", "is among the first")]
    [InlineData("correct horse battery", null)]
    public void A_password_that_anybody_would_try_is_refused(string password, string? says)
    {
        var wrong = UserEditor.WrongPassword(password, "anna.annasson");

        Assert.Equal(says is null, wrong is null);
        Assert.Contains(says ?? string.Empty, wrong ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_edit_keeps_the_last_good_users_and_so_does_a_file_that_is_gone()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);
        var begun = await world.BeginAsync(PeopleWorld.Person("anna", "ops-operators", "ops-viewers"));

        await File.WriteAllTextAsync(world.UsersPath, "users: [oops", Cancellation);
        Assert.True(world.Users.Look());
        Assert.NotEmpty(world.Users.Problems);
        Assert.IsType<Standing.Valid>(await world.CheckAsync(begun));
        File.Delete(world.UsersPath);
        Assert.True(world.Users.Look());
        Assert.Contains("is gone", Assert.Single(world.Users.Problems).What, StringComparison.Ordinal);
        Assert.Equal(3, world.Users.Count);
    }

    [Theory]
    [InlineData("removed", "Your user was removed.")]
    [InlineData("disabled", "Your user was disabled.")]
    [InlineData("new password", "Your password was changed: sign in with the new one.")]
    public async Task What_is_done_to_a_user_reaches_their_open_sessions(string what, string words)
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);
        var begun = await world.BeginAsync(PeopleWorld.Person("ben", "ops-viewers"));
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.True((what == "removed" ? world.Editor.Remove("ben") : what == "disabled" ? world.Editor.Disable("ben", true) : world.Editor.SetPassword("ben", PeopleWorld.Password)).IsOk);
        Assert.True(world.Users.Look());

        var over = Assert.IsType<Standing.Over>(await world.CheckAsync(begun));
        Assert.Equal((SessionEnd.Gone, words), (over.Why, over.Words));
    }

    [Fact]
    public async Task A_group_that_is_taken_away_or_given_is_so_in_an_open_session()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);
        var begun = await world.BeginAsync(PeopleWorld.Person("anna", "ops-operators", "ops-viewers"));

        world.Write(PeopleWorld.User("anna", "ops-viewers", "ops-admins"));
        world.Users.Look();

        var valid = Assert.IsType<Standing.Valid>(await world.CheckAsync(begun));
        Assert.Equal(["ops-viewers", "ops-admins"], valid.Session.Person.Groups);
    }

    private static int Rounds(string hash) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(Convert.FromBase64String(hash).AsSpan(5));
}
