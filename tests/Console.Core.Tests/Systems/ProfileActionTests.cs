using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Systems;

/// <summary>What a profile says of its guarded actions beside their targets.</summary>
public sealed class ProfileActionTests
{
    [Fact]
    public void What_is_left_out_is_as_usual()
    {
        var action = SampleProfile.Read(SampleProfile.Text).Value.Profile.Actions[0];

        Assert.Equal((ApprovalRule.WhenWarned, null, 0, TimeSpan.FromHours(24)), (action.Approval, action.Cooldown, action.BreakGlassPerDay, action.LongestSilence));
    }

    [Theory]
    [InlineData("always", ApprovalRule.Always)]
    [InlineData("never", ApprovalRule.Never)]
    [InlineData("when-warned", ApprovalRule.WhenWarned)]
    public void A_second_person_is_asked_for_as_the_profile_says(string word, ApprovalRule rule) =>
        Assert.Equal(rule, SampleProfile.Read(SampleProfile.With("- kind: lease-delete", $"- kind: lease-delete\n    approval: {word}")).Value.Profile.Actions[0].Approval);

    [Fact]
    public void All_of_it_is_read()
    {
        var action = SampleProfile.Read(SampleProfile.With("- kind: lease-delete", "- kind: lease-delete\n    approval: always\n    cooldown: 1h30m\n    break_glass_per_day: 2")).Value.Profile.Actions[0];
        var silence = SampleProfile.Read(SampleProfile.With("- kind: silence", "- kind: silence\n    longest_silence: 12h")).Value.Profile.Actions[3];

        Assert.Equal((ApprovalRule.Always, TimeSpan.FromMinutes(90), 2), (action.Approval, action.Cooldown, action.BreakGlassPerDay));
        Assert.Equal(TimeSpan.FromHours(12), silence.LongestSilence);
    }
}
