using OpsConsole.People;

namespace OpsConsole.Core.Tests.People;

public sealed class UserPasswordsTests
{
    [Theory]
    [InlineData(1_000)]
    [InlineData(UserPasswords.Rounds)]
    public void What_nobody_is_checked_against_takes_as_much_work_as_what_a_user_is(int rounds)
    {
        var passwords = new UserPasswords(rounds);
        var (nobodys, somebodys) = (Convert.FromBase64String(passwords.Nobodys), Convert.FromBase64String(passwords.Hash("correct horse battery")));

        // The head tells the function, the rounds and the length of the salt.
        Assert.Equal(somebodys.Length, nobodys.Length);
        Assert.Equal(somebodys[..13], nobodys[..13]);
        Assert.True(UserPasswords.IsHash(passwords.Nobodys));
        Assert.False(passwords.Fits(null, "correct horse battery"));
    }
}
