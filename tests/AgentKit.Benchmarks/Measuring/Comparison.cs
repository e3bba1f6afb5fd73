namespace AgentKit.Benchmarks.Measuring;

/// <summary>Variants that had their turns one after the other, again and again.</summary>
/// <param name="Title">What was done.</param>
/// <param name="Clients">How many at once; none where the variants differ in it.</param>
/// <param name="Baseline">The variant that the table relates the others to.</param>
/// <param name="Variants">In the order of their turns.</param>
internal sealed record Comparison(string Title, int Clients, string Baseline, IReadOnlyList<VariantResult> Variants)
{
    public VariantResult? Find(string variant) => Variants.FirstOrDefault(result => result.Name == variant);

    /// <summary>
    /// How many times as fast one is as another. Slices of the same round are related to each other, so that what slows the machine down for a
    /// while slows both; <see langword="null"/> where one of them did not run.
    /// </summary>
    public Statistic? Ratio(string variant, string other) => Ratio(variant, other, slice => slice.Throughput);

    public Statistic? Ratio(string variant, string other, Func<Slice, double?> measure) =>
        (Find(variant), Find(other)) is ({ } one, { } two)
            ? Statistic.Of(one.Slices.Zip(two.Slices, (a, b) => measure(a) / measure(b)).OfType<double>())
            : null;
}
