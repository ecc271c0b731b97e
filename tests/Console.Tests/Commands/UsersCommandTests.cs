using OpsConsole.Commands;
using OpsConsole.People;

namespace OpsConsole.Tests.Commands;

public sealed class UsersCommandTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ops-console-users-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_user_is_added_shown_kept_out_let_in_and_removed()
    {
        Assert.Equal((0, "anna is added, in ops-viewers, ops-operators\n"), await RunAsync("correct horse battery\n", "add", "anna", "--name", "Anna Ek", "--groups", "ops-viewers, ops-operators", "--password-stdin"));
        Assert.Contains("anna                 Anna Ek                  ops-viewers, ops-operators\n", (await RunAsync(string.Empty, "list")).Said, StringComparison.Ordinal);
        var hash = Only().Password;
        Assert.Equal(0, (await RunAsync(string.Empty, "disable", "anna")).Code);
        Assert.True(Only().IsDisabled);
        Assert.Equal(0, (await RunAsync(string.Empty, "enable", "anna")).Code);
        Assert.Equal(0, (await RunAsync("another good password\n", "passwd", "anna", "--password-stdin")).Code);
        Assert.NotEqual(hash, Only().Password);
        Assert.False(Only().IsDisabled);
        Assert.Equal(0, (await RunAsync(string.Empty, "remove", "anna")).Code);
        Assert.Empty(UsersFile.Read(File).Value);
    }

    [Theory]
    [InlineData(1, "'Anna' is no name for a user", "correct horse battery", "add", "Anna", "--password-stdin")]
    [InlineData(1, "needs at least 12 characters", "short", "add", "anna", "--password-stdin")]
    [InlineData(1, "needs at least 12 characters", "", "add", "anna", "--password-stdin")]
    [InlineData(1, "there is no user ben; known are none yet", "", "disable", "ben")]
    [InlineData(1, "there is no user ben", "", "passwd", "ben", "--password-stdin")]
    [InlineData(2, "add needs the user's NAME", "", "add")]
    [InlineData(2, "--group: is not known here", "", "add", "anna", "--group", "a")]
    [InlineData(2, "'rename' is not known here", "", "rename", "anna")]
    public async Task What_can_not_be_done_is_said_and_changes_nothing(int code, string says, string typed, params string[] args)
    {
        var (ended, said) = await RunAsync(typed, args);

        Assert.Equal(code, ended);
        Assert.Contains(says, said, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File));
    }

    private string File => Path.Combine(folder.FullName, UsersFile.Name);

    private User Only() => Assert.Single(UsersFile.Read(File).Value);

    private async Task<(int Code, string Said)> RunAsync(string typed, params string[] args)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        using var input = new StringReader(typed);
        var code = await UsersCommand.RunAsync(args is [] ? args : [.. args, "--folder", folder.FullName], output, input, TimeProvider.System);
        return (code, output.ToString());
    }
}
