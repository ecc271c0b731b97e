using OpsConsole.Metrics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OpsConsole.Upstream.Prometheus;

/// <summary>Finds <c>global.external_labels</c> in a Prometheus' configuration without building the rest: it can be megabytes.</summary>
internal static class ExternalLabels
{
    public static LabelSet In(string yaml, SourceIdentity source)
    {
        try
        {
            var parser = new Parser(new StringReader(yaml));
            parser.Consume<StreamStart>();
            var isThere = parser.TryConsume<DocumentStart>(out _) && Enter(parser, "global") && Enter(parser, "external_labels");
            return isThere ? Labels(parser) : LabelSet.Empty;
        }
        catch (YamlException e)
        {
            throw source.Failure(UpstreamFault.Unreadable, $"told a configuration that is no YAML: {Http.ServerWords.Cut(e.Message)}", e);
        }
    }

    /// <summary>Goes to the value of a key of the mapping that comes next.</summary>
    private static bool Enter(Parser parser, string key)
    {
        if (!parser.TryConsume<MappingStart>(out _))
        {
            return false;
        }

        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (parser.Consume<Scalar>().Value == key)
            {
                return true;
            }

            parser.SkipThisAndNestedEvents();
        }

        return false;
    }

    private static LabelSet Labels(Parser parser)
    {
        var labels = new List<KeyValuePair<string, string>>();
        if (!parser.TryConsume<MappingStart>(out _))
        {
            return LabelSet.Empty;
        }

        while (!parser.TryConsume<MappingEnd>(out _))
        {
            labels.Add(new(parser.Consume<Scalar>().Value, parser.Consume<Scalar>().Value));
        }

        return LabelSet.Of(labels);
    }
}
