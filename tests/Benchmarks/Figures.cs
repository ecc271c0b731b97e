using System.Globalization;

namespace OpsConsole.Benchmarks;

/// <summary>Many measurements of one thing.</summary>
internal sealed class Figures
{
    private readonly List<double> all = [];

    public int Count => all.Count;

    public double Median => At(0.5);

    public double P95 => At(0.95);

    public double Worst => all.Count == 0 ? double.NaN : all.Max();

    public static Figures Of(IEnumerable<double> all)
    {
        var figures = new Figures();
        figures.all.AddRange(all);
        return figures;
    }

    public void Add(double one) => all.Add(one);

    /// <summary>For example <c>12 / 34</c>: median and 95th percentile.</summary>
    public override string ToString() => $"{Show(Median)} / {Show(P95)}";

    public static string Show(double figure) =>
        double.IsNaN(figure) ? "none" : figure.ToString(Math.Abs(figure) < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);

    // The nearest rank: a percentile is always something that was measured.
    private double At(double share)
    {
        var sorted = all.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }
}
