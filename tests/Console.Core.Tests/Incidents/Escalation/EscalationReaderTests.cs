using System.Globalization;
using System.Text;
using OpsConsole.Incidents;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>What is read from escalation.yaml, and what is said of one that is wrong: where, what, and what would be right.</summary>
public sealed class EscalationReaderTests
{
    private const string People = """
        people:
          - {subject: ada, name: Ada Ek, reach: {mail: ada@example.org}}
          - {subject: ben, name: Ben Ek}
        groups:
          - {name: leads, people: [ada, ben]}
        rotations:
          - {name: primary, handover: weekly, zone: Europe/Paris, at: "09:00", start: 2026-01-05, participants: [ada, ben]}

        """;

    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_whole_file_is_read()
    {
        var book = Read(People + """
            quiet_hours:
              - {classes: [2, 3], from: "22:00", to: "07:00", zone: Europe/Paris}
            group_by: [namespace]
            usual: {whom: [primary], by: [pager], escalate_to: [leads]}
            policies:
              - name: billing
                systems: [billing]
                classes: [0, 1]
                matchers: ['team=~"pay|bill"']
                steps:
                  - {whom: [primary], by: [pager, mail]}
                  - {after: 15m, whom: [leads, ada], by: [mail]}
                repeat: {every: 1h, at_most: 3}
                then: last
              - {name: last, only_then: true, steps: [{after: 5m, whom: [ben], by: [pager]}]}
            """).Value;

        Assert.Equal(["ada", "ben"], book.Roster.People.Select(one => one.Subject));
        Assert.Equal("ada@example.org", book.Roster.People[0].Reach["mail"]);
        Assert.Equal((ShiftLength.Weekly, new TimeOnly(9, 0), new DateOnly(2026, 1, 5)), (book.Roster.Rotations[0].Shift, book.Roster.Rotations[0].At, book.Roster.Rotations[0].Start));
        Assert.Equal(["namespace"], book.GroupBy);
        Assert.Equal(["leads"], book.Usual!.EscalateTo);
        var policy = book.Policies[0];
        Assert.Equal("escalation.yaml:13", policy.Place);
        Assert.Equal([TimeSpan.Zero, TimeSpan.FromMinutes(15)], policy.Steps.Select(step => step.After));
        Assert.Equal(["pager", "mail"], policy.Steps[0].By);
        Assert.Equal(new EscalationRepeat(TimeSpan.FromHours(1), 3), policy.Repeat);
        Assert.Equal(("last", true), (policy.Then, book.Policies[1].IsOnlyThen));
        Assert.Equal([2, 3], book.Quiet.Spans[0].Classes);
    }

    [Theory]
    [InlineData("{name: p, steps: [{whom: [], by: [pager]}]}", "steps[0].whom: names nobody: write whom: [NAME] of a person, a rotation or a group")]
    [InlineData("{name: p, steps: [{by: [pager]}]}", "steps[0].whom: names nobody: write whom: [NAME] of a person, a rotation or a group")]
    [InlineData("{name: p}", "steps: has none, so that nobody is told: write for example - {after: 5m, whom: [ROTATION], by: [CHANNEL]}")]
    [InlineData("{name: p, steps: []}", "steps: has none, so that nobody is told: write for example - {after: 5m, whom: [ROTATION], by: [CHANNEL]}")]
    [InlineData("{name: p, steps: [{whom: [bem], by: [pager]}]}", "steps[0].whom[0]: nobody is called 'bem'; did you mean 'ben'?")]
    [InlineData("{name: p, steps: [{whom: [primery], by: [pager]}]}", "steps[0].whom[0]: nobody is called 'primery'; did you mean 'primary'?")]
    [InlineData("{name: p, steps: [{whom: [xyzzy], by: [pager]}]}", "steps[0].whom[0]: nobody is called 'xyzzy'; known are ada, ben, leads, primary")]
    [InlineData("{name: p, steps: [{whom: [ben], by: [pagr]}]}", "steps[0].by[0]: no channel is called 'pagr'; did you mean 'pager'?")]
    [InlineData("{name: p, steps: [{whom: [ben]}]}", "steps[0].by: names no channel: write by: [CHANNEL], or several in the order in which they are tried")]
    [InlineData("{name: p, steps: [{after: -5m, whom: [ben], by: [pager]}]}", "steps[0].after: '-5m' is no duration: write for example 10m or 1h30m; units are ms, s, m, h, d, w, y")]
    [InlineData("{name: p, steps: [{after: 2y, whom: [ben], by: [pager]}]}", "steps[0].after: is longer than 7 days: nobody waits so long for an answer")]
    [InlineData("{name: p, steps: [{after: 15m, whom: [ben], by: [pager]}, {after: 5m, whom: [ada], by: [pager]}]}", "steps[1].after: is 5m, and 15m that of the step before: write the steps in their order, each wait counted from the begin")]
    [InlineData("{name: p, steps: [{after: 5m, whom: [ben], by: [pager]}, {after: 5m, whom: [ada], by: [pager]}]}", "steps[1].after: is as long as that of the step before: name all who are told at once in one step's whom")]
    [InlineData("{name: p, steps: [{whom: [ben], by: [pager]}, {whom: [ada], by: [pager]}]}", "steps[1].after: is missing: write how long after the begin, for example 15m; only the first step may be told at once|steps[1].after: is as long as that of the step before: name all who are told at once in one step's whom")]
    [InlineData("{name: p, steps: [{after: 15m, whom: [ben], by: [pager]}], repeat: {every: 10m, at_most: 2}}", "repeat.every: must be longer than the last step's wait of 15m, and 5m at least: a round begins when the one before is over")]
    [InlineData("{name: p, steps: [{whom: [ben], by: [pager]}], repeat: {every: 10m, at_most: 1000}}", "repeat.at_most: '1000' is not a whole number from 1 to 20")]
    [InlineData("{name: p, classes: [4], steps: [{whom: [ben], by: [pager]}]}", "classes[0]: '4' is no severity class: write 0, 1, 2, 3")]
    [InlineData("{name: p, systems: [], steps: [{whom: [ben], by: [pager]}]}", "systems: is an empty list: leave the field away for all, or name one")]
    [InlineData("{name: p, steps: [{whom: [ben], by: [pager]}], then: q}", "then: no policy is called 'q'; did you mean 'p'?")]
    [InlineData("{name: p, steps: [{whom: [ben], by: [pager]}], then: p}", "then: leads back to itself, so that it would never end: p -> p; to go through it again, write repeat")]
    [InlineData("{name: p, stepz: [], steps: [{whom: [ben], by: [pager]}]}", "stepz: unknown field 'stepz'; did you mean 'steps'?")]
    [InlineData("{name: p, matchers: ['team'], steps: [{whom: [ben], by: [pager]}]}", "matchers[0]: is wrong at column 1: a matcher begins with a label's name and an operator: label=\"value\", with =, !=, =~ or !~")]
    public void A_policy_that_is_wrong_is_told_where_and_what_would_be_right(string policy, string problems) =>
        Assert.Equal(problems.Split('|').Select(problem => $"policies[0].{problem}"), Told($"{People}policies:\n  - {policy}\n"));

    [Fact]
    public void Policies_that_lead_to_each_other_are_told_at_each() => Assert.Equal(
        [
            "policies[0].then: leads back to itself, so that it would never end: p -> q -> p; to go through it again, write repeat",
            "policies[1].then: leads back to itself, so that it would never end: q -> p -> q; to go through it again, write repeat",
        ],
        Told(People + """
            policies:
              - {name: p, steps: [{whom: [ben], by: [pager]}], then: q}
              - {name: q, steps: [{whom: [ben], by: [pager]}], then: p}
              - {name: r, steps: [{whom: [ben], by: [pager]}], then: p}
            """));

    [Fact]
    public void A_policy_without_end_in_practice_is_refused() => Assert.Equal(
        ["policies[0]: has 210 steps with its rounds and the policies that follow, 200 at most"],
        Told($"{People}policies:\n  - {{name: p, repeat: {{every: 1h, at_most: 20}}, steps: [{string.Join(", ", Enumerable.Range(0, 10).Select(step => $"{{after: {step + 1}m, whom: [ben], by: [pager]}}"))}]}}\n"));

    [Theory]
    [InlineData("participants: [ada, beth]", "rotations[0].participants[1]: nobody is called 'beth'; known are ada, ben, one")]
    [InlineData("participants: []", "rotations[0].participants: names nobody: write participants: [SUBJECT, ...]")]
    [InlineData("participants: [ada, one]", "rotations[0].participants: come back to itself, so that nobody is on call: one -> one")]
    [InlineData("participants: [leads]", "rotations[0].participants[0]: 'leads' is a group, and a person or a rotation is due here")]
    [InlineData("zone: Europe/Pariss", "rotations[0].zone: 'Europe/Pariss' is no time zone: write its IANA name, perhaps Europe/Paris, or UTC")]
    [InlineData("at: 25:00", "rotations[0].at: '25:00' is no time of the day: write it as 09:00, up to 23:59")]
    [InlineData("start: 2026-02-30", "rotations[0].start: '2026-02-30' is no day: write it as 2026-11-30")]
    [InlineData("start: 0001-01-01", "rotations[0].start: lies in the year 1: 2000 to 2100 is read")]
    [InlineData("handover: monthly", "rotations[0].handover: 'monthly' is not known; it is one of daily, weekly")]
    [InlineData("end: 2025-12-31", "rotations[0].end: must come after the start")]
    [InlineData("overrides: [{from: 2026-12-24T09:00, to: 2026-12-24T09:00, who: ben}]", "rotations[0].overrides[0].to: must come after from")]
    [InlineData("overrides: [{from: 2026-12-24T09:00, to: 2027-12-24T09:00, who: ben}]", "rotations[0].overrides[0].to: is 365 d after from, 90 days at most: for longer, change the participants")]
    [InlineData("overrides: [{from: 2026-12-24T09:00, to: 2026-12-25T09:00}]", "rotations[0].overrides[0].who: is missing: write the subject of who stands in")]
    [InlineData("overrides: [{from: 2026-12-24T09:00, to: 2026-12-25T09:00, who: leads}]", "rotations[0].overrides[0].who: 'leads' is a group, and a person is due here")]
    [InlineData("overrides: [{from: 2027-03-28T02:30, to: 2027-03-29T09:00, who: ben}]", "rotations[0].overrides[0].from: 02:30 does not exist on that day in Europe/Paris: clocks go forward, to 03:00")]
    [InlineData("overrides: [{from: 2026-12-24T09:00, to: 2026-12-26T09:00, who: ben}, {from: 2026-12-23T09:00, to: 2026-12-24T09:01, who: ada}]", "rotations[0].overrides[0].from: begins while ada stands in still, until 2026-12-24 09:01 Europe/Paris: two can't stand in at once")]
    public void A_rotation_that_is_wrong_is_told_where_and_what_would_be_right(string change, string problem)
    {
        string[] usual = ["name: one", "handover: weekly", "zone: Europe/Paris", "at: 09:00", "start: 2026-01-05", "participants: [ada, ben]"];
        var fields = usual.Where(field => field.Split(':')[0] != change.Split(':')[0]).Append(change);

        Assert.Equal([problem], Told($$"""
            people: [{subject: ada}, {subject: ben}]
            groups: [{name: leads, people: [ada]}]
            rotations: [{{{string.Join(", ", fields)}}}]
            """));
    }

    [Fact]
    public void Rotations_that_name_each_other_are_a_loop() => Assert.Equal(
        [
            "rotations[0].participants: come back to itself, so that nobody is on call: one -> two -> one",
            "rotations[1].participants: come back to itself, so that nobody is on call: two -> one -> two",
        ],
        Told("""
            people: [{subject: ada}]
            rotations:
              - {name: one, handover: weekly, zone: UTC, at: "09:00", start: 2026-01-05, participants: [ada, two]}
              - {name: two, handover: daily, zone: UTC, at: "09:00", start: 2026-01-05, participants: [one]}
            """));

    [Theory]
    [InlineData("start: 2026-12-07", "", "steps[0].whom: leaves a gap: nobody is on call from now to 2026-12-07 09:00 UTC, when one begins")]
    [InlineData("start: 2026-01-05, end: 2027-01-04", "", "steps[0].whom: leaves a gap: nobody is on call from 2027-01-04 09:00 UTC on, when one ends: name the rotation that follows it, too")]
    [InlineData("start: 2026-01-05, end: 2027-01-04", "start: 2027-01-11", "steps[0].whom: leaves a gap: nobody is on call from 2027-01-04 09:00 UTC to 2027-01-11 09:00 UTC, when two begins")]
    [InlineData("start: 2026-01-05, end: 2027-01-04", "start: 2027-01-04", null)]
    [InlineData("start: 2026-01-05, end: 2026-06-01", "start: 2026-06-01", null)]
    public void A_step_that_tells_nobody_at_some_time_is_refused(string one, string two, string? problem) => Assert.Equal(
        problem is null ? [] : [$"policies[0].{problem}"],
        Told($$"""
            people: [{subject: ada}]
            rotations:
              - {name: one, handover: weekly, zone: UTC, at: "09:00", participants: [ada], {{one}}}
            {{(two.Length == 0 ? null : $"  - {{name: two, handover: weekly, zone: UTC, at: \"09:00\", participants: [ada], {two}}}")}}
            policies:
              - {name: p, steps: [{whom: [one{{(two.Length == 0 ? null : ", two")}}], by: [pager]}]}
            """));

    [Fact]
    public void A_rotation_within_another_must_reach_as_far() => Assert.Equal(
        [
            "rotations[0].participants: 'late' begins on 2026-02-02 only, and this one on 2026-01-05: nobody would be on call before",
            "rotations[0].participants: 'short' ends on 2026-06-01: nobody would be on call from then on",
        ],
        Told("""
            people: [{subject: ada}]
            rotations:
              - {name: one, handover: weekly, zone: UTC, at: "09:00", start: 2026-01-05, participants: [late, short]}
              - {name: late, handover: daily, zone: UTC, at: "09:00", start: 2026-02-02, participants: [ada]}
              - {name: short, handover: daily, zone: UTC, at: "09:00", start: 2026-01-05, end: 2026-06-01, participants: [ada]}
            """));

    [Theory]
    [InlineData("people: [{subject: ada}, {subject: ada}]", "people[1].subject: 'ada' is a person already: each name means one of them")]
    [InlineData("people: [{subject: ada}]\ngroups: [{name: ada, people: [ada]}]", "groups[0].name: 'ada' is a person already: each name means one of them")]
    [InlineData("people: [{subject: ada, reach: {maill: a@b.c}}]", "people[0].reach.maill: no channel is called 'maill'; did you mean 'mail'?")]
    [InlineData("people: [{subject: ada, reach: {mail: 'a@b.c, d@e.f'}}]", "people[0].reach.mail: 'a@b.c, d@e.f' is no one address: no spaces, commas or brackets, 320 characters at most")]
    [InlineData("people: [{subject: ada}]\ngroups: [{name: leads, people: []}]", "groups[0].people: names nobody: write people: [SUBJECT, ...]")]
    [InlineData("people: []\nquiet_hours: [{classes: [0], from: '22:00', to: '07:00', zone: UTC}]", "quiet_hours[0].classes[0]: for class 0 somebody gets up: it knows no quiet hours")]
    [InlineData("people: []\nquiet_hours: [{classes: [2], from: '22:00', to: '22:00', zone: UTC}]", "quiet_hours[0].to: is the begin itself: quiet hours that last all day would never end")]
    [InlineData("people: []\nquiet_hours: [{classes: [2], from: '22:00', to: '07:00', zone: UTC}, {classes: [2], from: '12:00', to: '13:00', zone: UTC}]", "quiet_hours[1].classes: class 2 has quiet hours already")]
    [InlineData("people: []\ngroup_by: ['name-space']", "group_by[0]: 'name-space' is no label's name: letters, digits and _, for example namespace")]
    [InlineData("people: []\npolices: []", "polices: unknown field 'polices'; did you mean 'policies'?")]
    [InlineData("people: [{subject: ada}]\nusual: {whom: [], by: [pager]}", "usual.whom: names nobody: write whom: [NAME] of a person, a rotation or a group")]
    public void What_else_is_wrong_is_told(string yaml, string problem) => Assert.Equal([problem], Told(yaml));

    [Fact]
    public void Where_it_is_wrong_is_told_with_line_and_column()
    {
        var problem = Assert.Single(Read(People + "policies:\n  - name: p\n    steps:\n      - {whom: [bem], by: [pager]}\n").Problems);

        Assert.Equal("escalation.yaml:11:17 policies[0].steps[0].whom[0]", problem.Where);
    }

    [Fact]
    public void Without_channels_it_is_said_that_none_is_configured() => Assert.Equal(
        "escalation.yaml:9:42 policies[0].steps[0].by[0]: no channel is configured, so none is called 'pager': write it in the section Channels of the configuration first",
        EscalationReader.Read("escalation.yaml", Encoding.UTF8.GetBytes($"{People.Replace(", reach: {mail: ada@example.org}", null, StringComparison.Ordinal)}policies:\n  - {{name: p, steps: [{{whom: [ben], by: [pager]}}]}}\n"), [], Now).Problems.Single().ToString());

    [Theory]
    [InlineData("")]
    [InlineData("- a")]
    [InlineData("\0")]
    [InlineData("people: *a")]
    public void What_is_no_such_file_is_told_and_nothing_thrown(string yaml) => Assert.NotEmpty(Read(yaml).Problems);

    [Fact]
    public void The_example_of_the_documentation_is_a_good_file()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "escalation.md"));
        var begin = text.IndexOf("```yaml\n", StringComparison.Ordinal) + "```yaml\n".Length;

        var read = Read(text[begin..text.IndexOf("```", begin, StringComparison.Ordinal)]);

        Assert.True(read.IsOk, read.IsOk ? string.Empty : read.Explanation);
        Assert.Equal(["payments", "everybody"], read.Value.Policies.Select(policy => policy.Name));
    }

    internal static Result<EscalationBook> Read(string yaml) => EscalationReader.Read("escalation.yaml", Encoding.UTF8.GetBytes(yaml), ["pager", "chat", "mail"], Now);

    private static IEnumerable<string> Told(string yaml) => Read(yaml).Problems.Select(problem => string.Create(CultureInfo.InvariantCulture, $"{problem.Where[(problem.Where.IndexOf(' ', StringComparison.Ordinal) + 1)..]}: {problem.What}"));
}
