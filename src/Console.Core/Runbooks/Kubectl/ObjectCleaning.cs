using System.Text.Json.Nodes;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>Takes out of an object what is not shown: what kubectl leaves out, and where passwords stand.</summary>
internal static class ObjectCleaning
{
    /// <summary>What stands in place of a value that is not shown.</summary>
    public const string NotShown = "<not shown>";

    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>The object without managedFields; literal values of environment variables, and the manifest that repeats them, are covered.</summary>
    /// <param name="object">The object; it is changed.</param>
    public static JsonObject Clean(JsonObject @object)
    {
        if (@object.At("metadata") is JsonObject metadata)
        {
            metadata.Remove("managedFields");
            if (metadata.At("annotations") is JsonObject annotations && annotations.ContainsKey(LastApplied))
            {
                annotations[LastApplied] = NotShown;
            }
        }

        foreach (var pod in new[] { @object.At("spec"), @object.At("spec", "template", "spec") })
        {
            foreach (var variable in pod.Items("containers").Concat(pod.Items("initContainers")).Concat(pod.Items("ephemeralContainers")).SelectMany(container => container.Items("env")))
            {
                if (variable.ContainsKey("value"))
                {
                    variable["value"] = NotShown;
                }
            }
        }

        return @object;
    }
}
