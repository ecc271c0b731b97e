using System.Text;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Systems;

/// <summary>A good profile that uses every field, for tests that break it in one place.</summary>
internal static class SampleProfile
{
    public const string File = "systems/billing.yaml";

    public const string Text = """
        title: Billing
        about: Writes invoices
        cluster: main
        metrics: primary
        namespaces: [billing, billing-jobs]
        owner: payments
        claims_alerts:
          - system="billing"
          - environment=~"production|staging"
        severities:
          - label: critical
            class: 0
            respond_within: 5m
            escalate_after: 15m
            escalate_to: lead
            except:
              LedgerDown: 2m
          - {label: info, class: 3, respond_within: 2h, escalate_to: queue}
        leader:
          namespace: billing
          lease: billing-leader
          status_metric: billing_leader{namespace="billing"}
          lease_duration: 30s
          renew_deadline: 20s
          max_contenders: 5
          without_leader: No invoice is written.
        workloads:
          - kind: Deployment
            namespace: billing
            name: writer
            usual: 3
            min: 2
            max: 5
            ready: sum(up{job="writer"})
          - {kind: Service, name: printer, usual: 1, min: 1, max: 1}
        slos:
          - name: availability
            title: Availability 99.9%
            kind: availability
            target: 99.9
            window: 30d
            bad: sum(rate(failed{job="writer"}[$window]))
            total: sum(rate(all{job="writer"}[$window]))
            recorded: false
            unit: requests
          - name: led
            title: Led 99%
            kind: time
            target: 99
            window: 1d
            good: avg_over_time(led{job="writer"}[$window])
            unit: minutes
        queues:
          - name: due_invoices
            title: Due invoices
            unit: invoices
            depth: max(due{job="writer"})
            oldest: max(due_age{job="writer"})
            in_rate: sum(rate(made{job="writer"}[5m]))
            out_rate: sum(rate(written{job="writer"}[5m]))
            workers: sum(up{job="writer"})
            stuck: max(due_stuck{job="writer"})
            warn: 1000
            critical: 5000
            oldest_warn: 10m
          - name: pool
            title: Connections
            unit: connections
            depth: sum(open{job="writer"})
            capacity: 100
            warn: 0.8
        panels:
          - title: Invoices
            unit: 1/s
            dashboard: Work
            limit: 10
            queries:
              - promql: sum by (kind) (rate(written{job="writer"}[5m]))
                legend: '{kind}'
              - promql: sum(rate(made{job="writer"}[5m]))
        actions:
          - kind: lease-delete
            targets: [billing/billing-leader]
          - kind: scale
            targets: [billing/writer]
          - kind: pod-delete
            targets: [billing/app=writer, 'billing/*', '*/app.kubernetes.io/name=writer', billing/writer-0]
          - kind: silence
        log_selector: '{namespace="billing"}'
        health_endpoints:
          - {title: Health, address: 'https://billing.example.com/health'}
        links:
          - {title: Ledger, address: 'https://ledger.example.com/'}
        """;

    /// <summary>The good profile with one piece replaced.</summary>
    public static string With(string old, string changed)
    {
        Assert.Contains(old, Text, StringComparison.Ordinal);
        var at = Text.IndexOf(old, StringComparison.Ordinal);
        return Text[..at] + changed + Text[(at + old.Length)..];
    }

    public static Result<LoadedSystem> Read(string text, string file = File) => ProfileReader.Read(file, Encoding.UTF8.GetBytes(text));
}
