using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Systems;

public sealed class ShippedProfilesTests
{
    [Fact]
    public void Every_profile_that_ships_loads()
    {
        var files = Directory.GetFiles(Repository.Folder("systems"), "*.yaml");

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Equal(string.Empty, ProfileReader.Read(file).Explanation));
    }
}
