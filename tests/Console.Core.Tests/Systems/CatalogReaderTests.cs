using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Systems;

public sealed class CatalogReaderTests : IDisposable
{
    private readonly TempFolder temp = new();
    private readonly CatalogReader reader;

    public CatalogReaderTests() => reader = new CatalogReader(Path.Combine(temp.Path, "systems"));

    public void Dispose() => temp.Dispose();

    [Fact]
    public void A_bad_file_disables_its_own_system_alone()
    {
        Write("billing.yaml", SampleProfile.Text);
        Write("broken.yaml", "title: [");
        Write("README.md", "not a profile");

        Assert.True(reader.Refresh());
        Assert.Equal(["billing"], reader.Current.Systems.Select(system => system.Profile.Id));
        Assert.Equal(["broken"], reader.Current.Faults.Select(fault => fault.Id));
        Assert.StartsWith("systems/broken.yaml:", reader.Current.Faults[0].Problems[0].Where, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_did_not_change_is_the_same_catalog()
    {
        Write("billing.yaml", SampleProfile.Text);
        reader.Refresh();
        var seen = reader.Current;
        File.SetLastWriteTimeUtc(Path.Combine(temp.Path, "systems", "billing.yaml"), DateTime.UnixEpoch);

        Assert.False(reader.Refresh());
        Assert.Same(seen, reader.Current);
    }

    [Fact]
    public void A_good_profile_stays_in_use_while_its_file_is_broken_and_the_fault_is_shown()
    {
        Write("billing.yaml", SampleProfile.Text);
        reader.Refresh();
        var good = reader.Current.Systems[0];
        Write("billing.yaml", SampleProfile.With("about:", "abuot:"));

        Assert.True(reader.Refresh());
        Assert.Same(good, Assert.Single(reader.Current.Systems));
        Assert.Equal("billing", Assert.Single(reader.Current.Faults).Id);
    }

    [Fact]
    public void A_mended_file_ends_the_fault()
    {
        Write("billing.yaml", "title: [");
        reader.Refresh();
        Write("billing.yaml", SampleProfile.Text);
        reader.Refresh();

        Assert.Empty(reader.Current.Faults);
        Assert.Single(reader.Current.Systems);
    }

    [Fact]
    public void A_removed_file_removes_its_system()
    {
        Write("billing.yaml", SampleProfile.Text);
        reader.Refresh();
        File.Delete(Path.Combine(temp.Path, "systems", "billing.yaml"));

        Assert.True(reader.Refresh());
        Assert.Empty(reader.Current.Systems);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_a_fault_that_says_what_to_set()
    {
        Assert.True(reader.Refresh());
        var fault = Assert.Single(reader.Current.Faults);

        Assert.StartsWith("systems: the folder of profiles can't be read: ", fault.Problems[0].ToString(), StringComparison.Ordinal);
        Assert.EndsWith("Set Systems:Folder to the folder that holds NAME.yaml.", fault.Problems[0].What, StringComparison.Ordinal);
        Assert.False(reader.Refresh());
    }

    [Fact]
    public void A_folder_that_vanishes_takes_no_system_along()
    {
        Write("billing.yaml", SampleProfile.Text);
        reader.Refresh();
        Directory.Delete(Path.Combine(temp.Path, "systems"), recursive: true);

        Assert.True(reader.Refresh());
        Assert.Equal("billing", Assert.Single(reader.Current.Systems).Profile.Id);
        Assert.Single(reader.Current.Faults);
    }

    [Fact]
    public void A_file_with_the_other_ending_is_not_passed_over_in_silence()
    {
        Write("billing.yml", SampleProfile.Text);
        reader.Refresh();

        Assert.Equal(
            "systems/billing.yml: is not read: a profile's name ends in .yaml, so rename it to billing.yaml",
            Assert.Single(reader.Current.Faults).Problems[0].ToString());
    }

    private void Write(string file, string text) => temp.Write(Path.Combine("systems", file), text);
}
