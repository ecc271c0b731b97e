using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Systems;

/// <summary>The table of what a person may write wrongly, and what is answered: the place, the field, and what would be right.</summary>
public sealed class ProfileFaultTests
{
    public static TheoryData<string, string, string> OneMistake { get; } = new()
    {
        { "about: ", "abuot: ", "2:1 abuot: unknown field 'abuot'; did you mean 'about'?" },
        { "    class: 0", "    klasse_der_dringlichkeit: 0\n    class: 0", "12:5 severities[0].klasse_der_dringlichkeit: unknown field 'klasse_der_dringlichkeit'; known here are label, class, respond_within, escalate_after, escalate_to, except" },
        { "title: Billing\n", "", "1:1 title: is missing: write the name that people use" },
        { "title: Billing\n", "title:\n", "1:7 title: is empty: write the name that people use" },
        { "title: Billing\n", "title: [a]\n", "1:8 title: must be a single value, not a list" },
        { "owner: payments", "owner: {a: b}", "6:8 owner: must be a single value, not a group of fields" },
        { "cluster: main\n", "", "19:3 leader: needs a cluster: its lease lives there; write cluster: NAME" },
        { "billing-jobs]", "Billing_Jobs]", "5:23 namespaces[1]: 'Billing_Jobs' is not a name: lower case letters, digits, '-' and '.', beginning and ending with a letter or digit, at most 253" },
        { "billing-jobs]", "billing]", "5:23 namespaces[1]: 'billing' is listed twice" },
        { "claims_alerts:\n  - system=\"billing\"\n  - environment=~\"production|staging\"\n", "", "1:1 claims_alerts: is missing: write the matchers that claim an alert, for example - system=\"billing\"" },
        { "- system=\"billing\"\n  - environment=~\"production|staging\"", "- system!=\"other\"", "8:3 claims_alerts: claims alerts that carry none of these labels, and so everybody's: write for example system=\"billing\"" },
        { "respond_within: 5m", "respond_within: 10 minutes", "13:21 severities[0].respond_within: '10 minutes' is no duration: write 10m; units are ms, s, m, h, d, w, y" },
        { "respond_within: 5m", "respond_within: soon", "13:21 severities[0].respond_within: 'soon' is no duration: write for example 10m or 1h30m; units are ms, s, m, h, d, w, y" },
        { "respond_within: 5m", "respond_within: 0", "13:21 severities[0].respond_within: must be longer than 0" },
        { "escalate_after: 15m", "escalate_after: 1m", "14:21 severities[0].escalate_after: must not be shorter than respond_within" },
        { "class: 0", "class: 4", "12:12 severities[0].class: '4' is not a whole number from 0 to 3" },
        { "label: info", "label: critical", "18:13 severities[1].label: 'critical' is there twice in severities: each needs a label of its own" },
        { "LedgerDown: 2m", "LedgerDown: 2 min", "17:19 severities[0].except.LedgerDown: '2 min' is no duration: write 2m; units are ms, s, m, h, d, w, y" },
        { "renew_deadline: 20s", "renew_deadline: 30s", "24:19 leader.renew_deadline: must be below lease_duration (30s): else the holder still believes that it leads when another may take over" },
        { "max_contenders: 5", "max_contenders: 0", "25:19 leader.max_contenders: '0' is not a whole number from 1 to 1000" },
        { "leader:\n", "leader: yes\nold:\n", "19:9 leader: must be a group of fields, not a single value" },
        { "kind: Deployment", "kind: deployment", "28:11 workloads[0].kind: 'deployment' is not known; did you mean 'Deployment'? it is one of Deployment, StatefulSet, DaemonSet, Service" },
        { "    min: 2", "    min: 6", "32:10 workloads[0].min: must not be above max (5)" },
        { "usual: 3", "usual: 9", "31:12 workloads[0].usual: must lie between min (2) and max (5)" },
        { "usual: 3", "usual: three", "31:12 workloads[0].usual: 'three' is not a whole number from 0 to 10000" },
        { "name: printer", "name: printer, namespace: billing", "35:47 workloads[1].namespace: a Service is for what runs outside a cluster and has no namespace; is the kind Deployment?" },
        { "kind: availability", "kind: uptime", "39:11 slos[0].kind: 'uptime' is not known; it is one of availability, latency, errors, time" },
        { "target: 99.9", "target: 100", "40:13 slos[0].target: must be above 0 and below 100 (per cent), got 100: it would leave no budget, so that one failure breaks the promise and every burn rate is a division by zero; 99.99 is strict already" },
        { "target: 99.9", "target: 0", "40:13 slos[0].target: must be above 0 and below 100 (per cent), got 0: it would promise nothing, and no failure could use up its budget" },
        { "target: 99.9", "target: 1.0", "40:13 slos[0].target: is in per cent: 1 as a share would be 100%, which leaves no budget; write for example 99.9" },
        { "target: 99.9", "target: 0.999", "40:13 slos[0].target: is in per cent: 0.999 is a share; write 99.9" },
        { "target: 99.9", "target: 99.9%", "40:13 slos[0].target: '99.9%' is not a number; write for example 0.9 or 1000, without a sign for percent and without a unit" },
        { "target: 99.9", "target: .nan", "40:13 slos[0].target: '.nan' is not a number; write for example 0.9 or 1000, without a sign for percent and without a unit" },
        { "window: 30d", "window: {calendar: year, time_zone: UTC}", "41:24 slos[0].window.calendar: 'year' is not known; it is one of week, month, quarter" },
        { "window: 30d", "window: {calendar: month}", "41:13 slos[0].window.time_zone: is missing: write the IANA name of the zone whose days are meant, for example Europe/Berlin or UTC" },
        { "window: 30d", "window: {calendar: month, time_zone: Berlin}", "41:42 slos[0].window.time_zone: 'Berlin' is no time zone: write its IANA name, perhaps Europe/Berlin, or UTC" },
        { "window: 30d", "window: {calendar: month, time_zone: UTC, days: 30}", "41:47 slos[0].window.days: unknown field 'days'; known here are calendar, time_zone" },
        { "window: 30d", "window: 30d\n    threshold: 500ms", "42:16 slos[0].threshold: needs a histogram beside it: a selector of its buckets, for example x_duration_seconds_bucket{job=\"x\"}" },
        { "window: 30d", "window: 30d\n    histogram: x_bucket", "42:16 slos[0].histogram: needs a threshold beside it: the longest time that is fast enough, for example 500ms" },
        { "window: 30d", "window: 30d\n    threshold: 500ms\n    histogram: x_bucket", "42:16 slos[0].threshold: is for kind: latency" },
        { "window: 30d", "window: 30d\n    threshold: 500ms\n    histogram: x_bucket", "44:10 slos[0].bad: follows from threshold and histogram: leave it out, or leave those out" },
        { "window: 30d", "window: 30d\n    threshold: 500ms\n    histogram: sum(x_bucket)", "43:16 slos[0].histogram: is no plain selector: write the name of the buckets and their matchers, for example x_duration_seconds_bucket{job=\"x\"}" },
        { "window: 30d", "window: 30d\n    threshold: 500ms\n    histogram: 'x_bucket{le=\"1\"}'", "43:16 slos[0].histogram: must not say le: the boundary follows from the threshold" },
        { "window: 30d", "window: 30d\n    threshold: 500ms\n    histogram: x_seconds_count", "43:16 slos[0].histogram: must name the buckets, which end in _bucket" },
        { "window: 30d", "window: 30d\n    paged_by: [Down-Now]", "42:16 slos[0].paged_by[0]: 'Down-Now' is not the name of an alert: letters, digits and '_', beginning with a letter" },
        { "window: 30d", "window: 30d\n    same_as: led", "42:14 slos[0].same_as: 'led' is no objective that stands above this one and for itself" },
        { "window: 1d", "window: 1d\n    same_as: led", "51:14 slos[1].same_as: 'led' is no objective that stands above this one and for itself: those are availability" },
        { "window: 30d", "window: 30d\n    leave_out_maintenance: true", "42:28 slos[0].leave_out_maintenance: is the reason why maintenance does not count, in a sentence: it is shown beside both budgets" },
        { "window: 30d", "window: 1y", "41:13 slos[0].window: must lie between 1h and 90d" },
        { "    total: sum", "    good: x\n    total: sum", "43:11 slos[0].good: give either bad or good, not both: the other follows from the total" },
        { "    bad: sum(rate(failed{job=\"writer\"}[$window]))\n", "", "37:5 slos[0]: one of bad and good is missing: write PromQL for bad (or good) events per second, with [$window]" },
        { "failed{job=\"writer\"}[$window]", "failed{job=\"writer\"}[5m]", "42:10 slos[0].bad: has no $window: write the range as [$window], or record the objective and say recorded: true" },
        { "recorded: false", "recorded: no", "44:15 slos[0].recorded: 'no' is neither true nor false" },
        { "name: led", "name: availability", "46:11 slos[1].name: 'availability' is there twice in slos: each needs a name of its own" },
        { "name: due_invoices", "name: Due Invoices", "54:11 queues[0].name: 'Due Invoices' is not a name: lower case letters, digits, '-' and '_'" },
        { "    depth: max(due{job=\"writer\"})\n", "", "54:5 queues[0].depth: is missing: write PromQL for how much is in it" },
        { "warn: 1000", "warn: -1", "63:11 queues[0].warn: must not be negative" },
        { "critical: 5000", "critical: 10", "64:15 queues[0].critical: must not be below warn" },
        { "    oldest: max(due_age{job=\"writer\"})\n", "", "64:18 queues[0].oldest_warn: needs oldest: PromQL for the age of the oldest, in seconds" },
        { "    critical: 5000", "    critical: 5000\n    served_by: billing/reader", "65:16 queues[0].served_by: 'billing/reader' is not one of this profile's workloads; write billing/writer" },
        { "    capacity: 100", "    capacity: 100\n    served_by: billing/writer", "71:16 queues[1].served_by: is for a queue that is worked off; what has a capacity is used, and more workers do not empty it" },
        { "capacity: 100", "capacity: 0", "70:15 queues[1].capacity: must be above 0, or PromQL" },
        { "warn: 0.8", "warn: 80", "71:11 queues[1].warn: with a capacity this is the share that is used, 0 to 1: for 90% write 0.9" },
        { "targets: [billing/writer]", "targets: [billing/reader]", "85:15 actions[1].targets[0]: 'billing/reader' is not one of this profile's workloads, which tell the bounds; write billing/writer or /printer" },
        { "targets: [billing/billing-leader]", "targets: [billing/other]", "83:15 actions[0].targets[0]: 'billing/other' is not this profile's lease, billing/billing-leader" },
        { "[billing/app=writer,", "[all,", "87:15 actions[2].targets[0]: 'all' names no pods: write NAMESPACE/NAME, NAMESPACE/label=value, NAMESPACE/* or */label=value" },
        { "- kind: silence", "- kind: silence\n    targets: [a]", "89:14 actions[3].targets: a silence has no targets: it is bound by the matchers that claim alerts" },
        { "targets: [billing/billing-leader]", "approval: sometimes", "83:15 actions[0].approval: 'sometimes' is not known; it is one of always, never, when-warned" },
        { "targets: [billing/billing-leader]", "approval: [always]", "83:15 actions[0].approval: must be a single value, not a list" },
        { "targets: [billing/billing-leader]", "cooldown: 0", "83:15 actions[0].cooldown: must be longer than 0" },
        { "targets: [billing/billing-leader]", "break_glass_per_day: often", "83:26 actions[0].break_glass_per_day: 'often' is not a whole number from 0 to 20" },
        { "targets: [billing/billing-leader]", "break_glass_per_day: -1", "83:26 actions[0].break_glass_per_day: '-1' is not a whole number from 0 to 20" },
        { "targets: [billing/billing-leader]", "approval: never\n    break_glass_per_day: 1", "84:26 actions[0].break_glass_per_day: is of no use with approval: never: there is no second person to go without" },
        { "targets: [billing/billing-leader]", "longest_silence: 2h", "83:22 actions[0].longest_silence: belongs to silence alone, not to lease-delete" },
        { "- kind: silence", "- kind: silence\n    longest_silence: a day", "89:22 actions[3].longest_silence: 'a day' is no duration: write for example 10m or 1h30m; units are ms, s, m, h, d, w, y" },
        { "- kind: silence", "- kind: reboot", "88:11 actions[3].kind: 'reboot' is not known; it is one of lease-delete, scale, rollout-restart, pod-delete, pod-evict, silence" },
        { "'https://ledger.example.com/'", "ledger", "93:30 links[0].address: 'ledger' is not an address; write http://host:port/path or https://host/path" },
        { "'https://ledger.example.com/'", "'javascript:alert(1)'", "93:30 links[0].address: 'javascript:alert(1)' is not an address; write http://host:port/path or https://host/path" },
        { "'https://ledger.example.com/'", "'https://me:secret@ledger/'", "93:30 links[0].address: must hold no user and no password: it is shown as a link" },
        { "title: Billing\n", "title: Billing\ntitle: Again\n", "2:1: the field 'title' is written twice in one group: keep one" },
        { "owner: payments", "owner: &who payments\nabout2: *who", "7:9: aliases (*name) are not read: write the value out" },
    };

    [Theory]
    [MemberData(nameof(OneMistake))]
    public void A_mistake_is_named_with_its_place_its_field_and_what_would_be_right(string old, string changed, string expected)
    {
        var read = SampleProfile.Read(SampleProfile.With(old, changed));

        Assert.False(read.IsOk);
        Assert.Contains($"systems/billing.yaml:{expected}", read.Problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public void A_claim_that_is_no_matcher_is_refused_where_it_stands()
    {
        var problem = Assert.Single(SampleProfile.Read(SampleProfile.With("- system=\"billing\"", "- system")).Problems);

        Assert.Equal("systems/billing.yaml:8:5 claims_alerts[0]", problem.Where);
        Assert.StartsWith("'system' is no matcher (", problem.What, StringComparison.Ordinal);
        Assert.EndsWith("): write for example system=\"name\"", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_of_a_file_are_told_at_once_from_the_top()
    {
        var text = SampleProfile.Text.Replace("about:", "abuot:", StringComparison.Ordinal).Replace("class: 0", "class: 9", StringComparison.Ordinal)
            .Replace("warn: 0.8", "warn: 80", StringComparison.Ordinal).Replace("target: 99\n", "target: 0\n", StringComparison.Ordinal);

        var fields = SampleProfile.Read(text).Problems.Select(problem => problem.Where.Split(' ')[1]);

        Assert.Equal(["abuot", "severities[0].class", "slos[1].target", "queues[1].warn"], fields);
    }

    [Fact]
    public void A_panel_without_lines_or_with_anothers_title_is_refused()
    {
        var text = SampleProfile.With("actions:", "  - {title: Invoices, unit: x, dashboard: Work, queries: []}\n  - {title: Empty, unit: x}\nactions:");

        Assert.Equal(
            ["systems/billing.yaml:81:13 panels[1].title: 'Invoices' is there twice on one dashboard: each panel needs a title of its own",
                "systems/billing.yaml:82:5 panels[2].queries: is missing: write at least one, with promql and legend"],
            SampleProfile.Read(text).Problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public void Without_a_cluster_only_a_silence_is_allowed()
    {
        var read = SampleProfile.Read("title: X\nclaims_alerts: ['system=\"x\"']\nactions: [{kind: pod-delete}, {kind: silence}]\n", "systems/x.yaml");

        Assert.Equal("systems/x.yaml:3:18 actions[0].kind: pod-delete needs a cluster, and this profile names none; silence is allowed without one", read.Explanation);
    }

    [Theory]
    [InlineData("", "systems/billing.yaml:1:1: is empty: a profile begins with title: and claims_alerts:")]
    [InlineData("# nothing yet\n", "systems/billing.yaml:1:1: is empty: a profile begins with title: and claims_alerts:")]
    [InlineData("- a\n- b\n", "systems/billing.yaml:1:1: must be a group of fields (title: ...), not a list")]
    [InlineData("title: X\n---\ntitle: Y\n", "systems/billing.yaml:2:1: a second document begins here: one file holds one")]
    public void What_is_no_profile_at_all_is_said_so(string text, string expected) =>
        Assert.Contains(expected, SampleProfile.Read(text).Problems.Select(problem => problem.ToString()));

    [Fact]
    public void A_syntax_error_is_told_with_its_line()
    {
        var problem = Assert.Single(SampleProfile.Read("title: X\nowner: 'not closed\n").Problems);

        Assert.StartsWith("systems/billing.yaml:2:8", problem.Where, StringComparison.Ordinal);
        Assert.StartsWith("the YAML can't be read from here: ", problem.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("systems/Billing.yaml")]
    [InlineData("systems/billing--api.yaml")]
    [InlineData("systems/-billing.yaml")]
    [InlineData("systems/billing api.yaml")]
    [InlineData("systems/.yaml")]
    public void A_file_whose_name_can_be_no_id_is_refused(string file) =>
        Assert.Contains("can't be a system's id: name the file with lower case letters", SampleProfile.Read(SampleProfile.Text, file).Explanation, StringComparison.Ordinal);

    [Fact]
    public void A_file_over_a_megabyte_is_not_parsed()
    {
        var read = ProfileReader.Read(SampleProfile.File, new byte[ProfileReader.LargestFile + 1]);

        Assert.Equal("systems/billing.yaml: is larger than 1 MB: a profile takes a few kilobytes", read.Explanation);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused() =>
        Assert.Equal("systems/billing.yaml: is not text: a profile is YAML in UTF-8", ProfileReader.Read(SampleProfile.File, [0xFF, 0xD8, 0xFF, 0xE0]).Explanation);

    [Fact]
    public void A_hundred_thousand_brackets_end_nothing()
    {
        var read = SampleProfile.Read($"title: {new string('[', 100_000)}");

        Assert.Equal("systems/billing.yaml:1:39: nested more than 32 levels deep", read.Explanation);
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_problem_and_not_an_exception()
    {
        var read = ProfileReader.Read(Path.Combine(Path.GetTempPath(), "nowhere", "billing.yaml"));

        Assert.StartsWith("nowhere/billing.yaml: can't be read: ", read.Explanation, StringComparison.Ordinal);
    }
}
