using System.Collections.Immutable;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Slo.OpenSlo;

/// <summary>One object of an OpenSLO file.</summary>
/// <param name="Kind">SLO, SLI, DataSource or another.</param>
/// <param name="Name">Its <c>metadata.name</c>.</param>
/// <param name="DisplayName">Its name for people; null when it has none.</param>
/// <param name="Fields">All of its fields; problems with them go to its file's.</param>
internal sealed record OpenSloDocument(string Kind, string Name, string? DisplayName, FieldReader Fields)
{
    /// <summary>The only version that is read.</summary>
    public const string Version = "openslo/v1";

    private static readonly string[] Kinds = ["SLO", "SLI", "DataSource", "Service", "AlertPolicy", "AlertCondition", "AlertNotificationTarget"];

    /// <summary>Reads what all objects have in common.</summary>
    /// <param name="field">The object's fields.</param>
    public static OpenSloDocument Read(FieldReader field)
    {
        var version = field.Text("apiVersion", Version);
        if (version.Length > 0 && version != Version)
        {
            field.Wrong("apiVersion", $"'{FieldReader.Short(version)}' is not read: {Version} is");
        }

        var kind = field.Choice("kind", Kinds);
        var metadata = field.Group("metadata");
        if (metadata is null)
        {
            field.Wrong("metadata", "is missing: write metadata: with a name:");
        }

        return new OpenSloDocument(kind, metadata?.ObjectName("name", "the object's name, for example checkout-availability") ?? string.Empty, metadata?.OptionalText("displayName"), field);
    }
}

/// <summary>The objects of all files that are read together: one may refer to another by name.</summary>
/// <param name="All">The objects, in the order of the files.</param>
internal sealed record OpenSloDocuments(ImmutableArray<OpenSloDocument> All)
{
    /// <summary>An object by its kind and name; null when no file holds it.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="name">The name.</param>
    public OpenSloDocument? Find(string kind, string name) => All.FirstOrDefault(document => document.Kind == kind && document.Name == name);
}
