using System.Collections.Immutable;
using OpsConsole.Metrics;

namespace OpsConsole.Alerts;

/// <summary>A route of an Alertmanager's tree, with what it inherits from the routes above it.</summary>
/// <param name="Place">Its place in the tree: empty for the root, <c>0.2</c> for the third route of the root's first.</param>
/// <param name="Receiver">Who is told.</param>
/// <param name="Matchers">What an alert must satisfy, all of it; none at the root.</param>
/// <param name="Routes">The routes below it, in their order.</param>
public sealed record RouteNode(string Place, string Receiver, ImmutableArray<Matcher> Matchers, ImmutableArray<RouteNode> Routes)
{
    /// <summary>Whether the routes after it are looked at, too, when it takes an alert.</summary>
    public bool Continues { get; init; }

    /// <summary>The labels by which alerts are told together; <c>...</c> stands for all.</summary>
    public ImmutableArray<string> GroupBy { get; init; } = [];

    /// <summary>How long the first of a group waits for others.</summary>
    public string GroupWait { get; init; } = "30s";

    /// <summary>How long after a message of a group the next about it comes at the earliest.</summary>
    public string GroupInterval { get; init; } = "5m";

    /// <summary>How long until the same is said again.</summary>
    public string RepeatInterval { get; init; } = "4h";

    /// <summary>Names of the times in which it tells nobody.</summary>
    public ImmutableArray<string> Mute { get; init; } = [];

    /// <summary>Names of the times in which alone it tells somebody; none: always.</summary>
    public ImmutableArray<string> Active { get; init; } = [];

    /// <summary>The routes that take an alert with these labels, as Alertmanager chooses them, in their order.</summary>
    /// <param name="labels">The labels.</param>
    public ImmutableArray<RouteNode> Taking(LabelSet labels)
    {
        var taking = ImmutableArray.CreateBuilder<RouteNode>();
        Collect(labels, taking);
        return taking.DrainToImmutable();
    }

    /// <summary>It and all routes below it, in their order.</summary>
    public IEnumerable<RouteNode> All() => Routes.SelectMany(route => route.All()).Prepend(this);

    private bool Collect(LabelSet labels, ImmutableArray<RouteNode>.Builder taking)
    {
        if (!Matchers.All(matcher => matcher.Matches(labels)))
        {
            return false;
        }

        var before = taking.Count;
        foreach (var route in Routes)
        {
            if (route.Collect(labels, taking) && !route.Continues)
            {
                break;
            }
        }

        if (taking.Count == before)
        {
            taking.Add(this);
        }

        return true;
    }
}

/// <summary>Somebody who is told.</summary>
/// <param name="Name">The receiver's name.</param>
/// <param name="Ways">By what, with how many of each: <c>slack</c>, <c>webhook</c>. Never an address: it may be a secret.</param>
public sealed record RoutingReceiver(string Name, ImmutableArray<(string Kind, int Count)> Ways);

/// <summary>A rule by which one alert holds others back.</summary>
/// <param name="Sources">What the alert that holds back satisfies.</param>
/// <param name="Targets">What those that are held back satisfy.</param>
/// <param name="Equal">Labels in which both agree.</param>
public sealed record InhibitRule(ImmutableArray<Matcher> Sources, ImmutableArray<Matcher> Targets, ImmutableArray<string> Equal);

/// <summary>An Alertmanager's configuration, as far as it says who is told.</summary>
/// <param name="Root">The tree.</param>
/// <param name="Receivers">All receivers.</param>
/// <param name="InhibitRules">Which alerts hold others back.</param>
/// <param name="Times">Names of the time intervals.</param>
public sealed record RoutingTree(
    RouteNode Root, ImmutableArray<RoutingReceiver> Receivers, ImmutableArray<InhibitRule> InhibitRules, ImmutableArray<string> Times)
{
    /// <summary>Reads a configuration.</summary>
    /// <param name="yaml">The configuration, as Alertmanager tells it.</param>
    /// <returns>The tree, or what can't be read, with the line.</returns>
    public static Result<RoutingTree> Read(string yaml) => RoutingReader.Read(yaml);

    /// <summary>A receiver by its name; null when the configuration has none of it.</summary>
    /// <param name="name">The name.</param>
    public RoutingReceiver? Find(string name) => Receivers.FirstOrDefault(receiver => receiver.Name == name);
}
