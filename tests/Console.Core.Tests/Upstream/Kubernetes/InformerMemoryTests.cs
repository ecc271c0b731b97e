using System.Text;
using OpsConsole.Upstream.Kubernetes;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes;

/// <summary>What a large cluster costs. Measured alone: what other tests hold would count, too.</summary>
[CollectionDefinition(nameof(InformerMemoryTests), DisableParallelization = true)]
[Collection(nameof(InformerMemoryTests))]
public sealed class InformerMemoryTests
{
    [Fact]
    public async Task Thousands_of_pods_take_little_memory()
    {
        var kind = new KubernetesKinds(KubernetesJson.Pooled()).Of<Pod>();
        var pod = Recorded.Transcript("pod-get", 0).GetProperty("response").GetProperty("body").GetRawText();
        async Task<IReadOnlyList<Pod>> PageAsync(int page)
        {
            var items = Enumerable.Range(page * 500, 500).Select(number => pod
                .Replace("gthqj", $"g{number:0000}", StringComparison.Ordinal).Replace("a7bc2859", $"a{number:0000000}", StringComparison.Ordinal)
                .Replace("597b94c7f6", $"h{number / 10}", StringComparison.Ordinal).Replace("343ffd66", $"{number / 10:00000000}", StringComparison.Ordinal));
            return (await kind.ReadPageAsync(new MemoryStream(Encoding.UTF8.GetBytes(
                $"{{\"metadata\":{{\"resourceVersion\":\"1\"}},\"items\":[{string.Join(',', items)}]}}")), TestContext.Current.CancellationToken)).Items;
        }

        var warm = await PageAsync(20);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var held = new List<Pod>();
        for (var page = 0; page < 10; page++)
        {
            held.AddRange(await PageAsync(page));
        }

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / held.Count;
        TestContext.Current.TestOutputHelper!.WriteLine($"{each} bytes a pod");
        Assert.Equal(5000, held.Select(it => it.Id.Uid).Distinct().Count());
        Assert.InRange(each, 1, 3000);
        GC.KeepAlive(warm);
    }
}
