using OpsConsole.Audit;

namespace OpsConsole.Core.Tests.Audit;

public sealed class AuditFilterTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 3, 12, 20, TimeSpan.Zero);

    [Fact]
    public void An_address_is_read_into_terms_and_written_as_it_was()
    {
        var filter = Read(("who", "alice"), ("last", "24h"), ("stage", "denied"), ("text", "worker 3"), ("before", "17"));

        Assert.Equal(["last", "who", "stage", "text"], filter.Terms.Select(term => term.Name));
        Assert.Equal("audit?last=24h&who=alice&stage=denied&text=worker%203&entry=5", filter.Address("audit", ("before", null), ("entry", "5")));
    }

    [Fact]
    public void Terms_become_a_question_to_the_record()
    {
        var query = Read(
            ("who", "alice"), ("last", "90m"), ("to", "2026-11-22"), ("system", "billing"), ("action", "scale"), ("stage", "Denied"), ("target", "a/b"), ("affair", "c1"), ("text", "x y"))
            .ToQuery(Now);

        Assert.Equal(
            new AuditQuery
            {
                From = Now.AddMinutes(-90),
                To = new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero),
                Actor = "alice",
                System = "billing",
                Action = "scale",
                Stage = AuditStage.Denied,
                Target = "a/b",
                Correlation = "c1",
                Text = "x y",
            },
            query);
    }

    [Theory]
    [InlineData("2026-11-20", "24h", "2026-11-20T03:12:20Z")]
    [InlineData("2026-11-21T03:00", "24h", "2026-11-21T03:00:00Z")]
    [InlineData("2026-11-21T03:00:01Z", null, "2026-11-21T03:00:01Z")]
    [InlineData(null, "1h", "2026-11-21T02:12:20Z")]
    public void The_later_of_two_begins_counts(string? from, string? last, string begin) => Assert.Equal(
        DateTimeOffset.Parse(begin, null), Read(("from", from), ("last", last)).ToQuery(Now).From);

    [Theory]
    [InlineData("who=alice", "who", "alice")]
    [InlineData(" Actor = \"Demo operator\" ", "who", "Demo operator")]
    [InlineData("correlation=c1", "affair", "c1")]
    [InlineData("time=7d", "last", "7d")]
    [InlineData("lease stuck", "text", "lease stuck")]
    public void What_a_person_writes_becomes_a_term(string typed, string name, string value) =>
        Assert.Equal(new AuditTerm(name, value), Assert.Single(AuditFilter.All.And(typed).Value.Terms));

    [Fact]
    public void A_term_replaces_the_one_of_its_name_and_words_are_added()
    {
        var filter = AuditFilter.All.And("who=alice").Value.And("lease").Value.And("who=bob").Value.And("stuck").Value;

        Assert.Equal([new("who", "bob"), new("text", "lease stuck")], filter.Terms);
        Assert.Equal([new("text", "lease stuck")], filter.Without("who").Terms);
    }

    [Theory]
    [InlineData("stge=denied", "stge: is no filter; did you mean 'stage'? write last=, from=, to=, who=, system=, action=, stage=, target=, affair=, text=, or words without '='")]
    [InlineData("stage=deny", "stage: 'deny' is no stage; it is one of requested, denied, approved, started, succeeded, failed, unknown, undone")]
    [InlineData("stage=denyed", "stage: 'denyed' is no stage; did you mean 'denied'? it is one of requested, denied, approved, started, succeeded, failed, unknown, undone")]
    [InlineData("from=yesterday", "from: 'yesterday' is no time: write it in UTC, for example 2026-11-21 or 2026-11-21T03:12")]
    [InlineData("last=long", "last: 'long' is no span of time up to 100 years: write for example 90m, 24h or 7d")]
    [InlineData("last=0s", "last: '0s' is no span of time up to 100 years: write for example 90m, 24h or 7d")]
    [InlineData("last=200y", "last: '200y' is no span of time up to 100 years: write for example 90m, 24h or 7d")]
    [InlineData("who=", "who: needs a value behind '='")]
    public void What_makes_no_sense_is_told_with_what_would(string typed, string problem) =>
        Assert.Equal(problem, Assert.Single(AuditFilter.All.And(typed).Problems).ToString());

    [Fact]
    public void A_value_is_short_and_of_one_line()
    {
        Assert.False(AuditFilter.All.And($"who={new string('a', 201)}").IsOk);
        Assert.False(AuditFilter.Read(name => name == "who" ? "a\nb" : null).IsOk);
    }

    private static AuditFilter Read(params (string Name, string? Value)[] address) =>
        AuditFilter.Read(name => address.FirstOrDefault(one => one.Name == name).Value).Value;
}
