using System.Collections.Immutable;
using System.Text;
using OpsConsole.Systems.Reading;
using OpsConsole.Systems.Yaml;

namespace OpsConsole.Slo.OpenSlo;

/// <summary>
/// Reads OpenSLO v1 files (https://github.com/OpenSLO/OpenSLO) into objectives as profiles have them. All or nothing: the answer is every
/// SLO of the files, or all that is wrong, each with <c>file:line:column field</c>.
/// </summary>
public static class OpenSloReader
{
    /// <summary>Reads files.</summary>
    /// <param name="paths">The files.</param>
    public static Result<ImmutableArray<ImportedObjective>> Read(IEnumerable<string> paths)
    {
        var (files, unreadable) = (new List<(string, byte[])>(), new List<Problem>());
        foreach (var path in paths)
        {
            var bytes = YamlFile.Bytes(path, path);
            if (bytes.IsOk)
            {
                files.Add((path, bytes.Value));
            }

            unreadable.AddRange(bytes.Problems);
        }

        return unreadable.Count > 0 ? unreadable.ToImmutableArray() : Read(files);
    }

    /// <summary>Reads the contents of files.</summary>
    /// <param name="files">Each file as people see it, and what is in it.</param>
    internal static Result<ImmutableArray<ImportedObjective>> Read(IEnumerable<(string File, byte[] Content)> files)
    {
        var problems = ImmutableArray.CreateBuilder<ProfileProblems>();
        var documents = new OpenSloDocuments([.. files.ToArray().SelectMany(file => Documents(file.File, file.Content, problems))]);
        var read = documents.All.Where(document => document.Kind == "SLO").SelectMany(slo => OpenSloObjectives.Of(slo, documents)).ToImmutableArray();
        foreach (var twice in read.GroupBy(objective => objective.Name).Where(same => same.Count() > 1).Select(same => same.Last()))
        {
            twice.Source.Fields.Group("metadata")?.Wrong("name", $"'{FieldReader.Short(twice.Name)}' is the name of another SLO as well: each needs one of its own");
        }

        // An SLI that two SLOs refer to is looked at twice, and its mistakes are told once.
        var wrong = problems.SelectMany(file => file.All).Distinct().ToImmutableArray();
        return !wrong.IsEmpty ? wrong
            : read.IsEmpty ? new Problem(string.Empty, "no file holds an SLO: an object with apiVersion: openslo/v1 and kind: SLO")
            : read.Select(objective => objective.Objective).ToImmutableArray();
    }

    private static ImmutableArray<OpenSloDocument> Documents(string file, byte[] content, ImmutableArray<ProfileProblems>.Builder problems)
    {
        var wrong = new ProfileProblems(file);
        problems.Add(wrong);
        if (Text(content) is not { } text)
        {
            wrong.Add(new YamlPlace(1, 1), string.Empty, $"is not text of at most 1 MB in UTF-8");
            return [];
        }

        var (roots, unreadable) = YamlTree.ReadAll(text);
        foreach (var (place, what) in unreadable)
        {
            wrong.Add(place, string.Empty, what);
        }

        foreach (var root in roots.Where(root => root is not YamlFields))
        {
            wrong.Add(root.Place, string.Empty, $"must be an object (apiVersion:, kind:, metadata:, spec:), not {root.Kind}");
        }

        return
        [
            .. roots.OfType<YamlFields>()
                .Select(fields => OpenSloDocument.Read(new FieldReader(fields, string.Empty, wrong) { Places = ImmutableDictionary.CreateBuilder<string, string>() })),
        ];
    }

    private static string? Text(byte[] content)
    {
        try
        {
            return content.Length > YamlFile.Largest ? null : new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
