using OpsConsole.Systems.Yaml;

namespace OpsConsole.Upstream.Kubernetes.Connect;

/// <summary>Clusters, contexts and users of one or several files, merged as kubectl does: who is named first, wins.</summary>
/// <param name="Title">The files, for messages.</param>
internal sealed record KubeconfigFiles(string Title)
{
    /// <summary>What to write in the settings for the files that kubectl would take.</summary>
    public const string Default = "default";

    private readonly Dictionary<(string List, string Name), KubeconfigFields> entries = [];

    /// <summary>The first file's that has one.</summary>
    public string? CurrentContext { get; private set; }

    /// <summary>Reads what a setting names.</summary>
    /// <param name="setting">A file, a list of files as in KUBECONFIG, or <see cref="Default"/>.</param>
    /// <param name="environment">The environment's variables.</param>
    /// <exception cref="KubeconfigFault">Something is wrong.</exception>
    public static KubeconfigFiles Read(string setting, Func<string, string?> environment)
    {
        var list = setting == Default ? DefaultList(environment) : setting;
        var files = list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToList();

        // As kubectl does: a list may name files that are not there yet.
        var present = files.Where(File.Exists).ToList();
        if (present.Count == 0)
        {
            throw new KubeconfigFault(list, string.Empty, files.Count > 1 ? "can't be read: none of these files exists" : "can't be read: there is no such file");
        }

        var merged = new KubeconfigFiles(string.Join(Path.PathSeparator, present));
        var roots = present.Select(Root).ToList();
        if (roots.TrueForAll(root => root.Written is null))
        {
            throw new KubeconfigFault(merged.Title, string.Empty, "is empty; a kubeconfig was due");
        }

        roots.ForEach(merged.Add);
        return merged;
    }

    /// <summary>The entry of a list: that of the first file that has one of this name.</summary>
    /// <param name="list">The list: <c>clusters</c>.</param>
    /// <param name="name">The entry's name.</param>
    /// <exception cref="KubeconfigFault">There is none.</exception>
    public KubeconfigFields Find(string list, string name)
    {
        if (entries.TryGetValue((list, name), out var found))
        {
            return found;
        }

        var names = string.Join(", ", entries.Keys.Where(entry => entry.List == list).Select(entry => entry.Name).Order(StringComparer.Ordinal));
        throw new KubeconfigFault(Title, $"{list}[{name}]", $"does not exist; there is {(names.Length > 0 ? names : "none")}");
    }

    private static string DefaultList(Func<string, string?> environment) => environment("KUBECONFIG") is { Length: > 0 } list
        ? list
        : Path.Combine(environment("HOME") ?? string.Empty, ".kube", "config");

    private static KubeconfigFields Root(string file)
    {
        try
        {
            var (root, problems) = YamlTree.Read(File.ReadAllText(file));
            return problems.Length > 0 ? throw new KubeconfigFault($"{file}:{problems[0].Place.Line}:{problems[0].Place.Column}", string.Empty,
                    "is no kubeconfig: the YAML can't be read here; look at quotes, brackets and indentation, and write aliases (*name) out")
                : root is null or YamlScalar { IsEmpty: true } ? new(file, string.Empty, null)
                : root is YamlFields fields ? new(file, string.Empty, fields)
                : throw new KubeconfigFault(file, string.Empty, $"is no kubeconfig but {root.Kind}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeconfigFault(file, string.Empty, $"can't be read: {e.Message}");
        }
    }

    private void Add(KubeconfigFields root)
    {
        CurrentContext ??= root.Text("current-context");
        foreach (var (list, entry) in new[] { ("clusters", "cluster"), ("contexts", "context"), ("users", "user") })
        {
            var own = new HashSet<string>(StringComparer.Ordinal);
            foreach (var item in root.Groups(list))
            {
                var name = item.Text("name") ?? string.Empty;
                if (!own.Add(name))
                {
                    throw root.Fault($"{list}[{name}]", "is there twice in one file; keep one");
                }

                var fields = item.Group(entry)?.Written;
                entries.TryAdd((list, name), new KubeconfigFields(root.File, $"{list}[{name}].{entry}", fields));
            }
        }
    }
}
