namespace AgentKit.Quickstart.Loading;

/// <summary>Prices by model. Put your own contract's here: AgentKit stores the cost that the host states.</summary>
internal sealed record PriceTable(IReadOnlyDictionary<string, Price> Models, Price Others)
{
    private static readonly Price Large = new(Input: 2.50m, CachedInput: 1.25m, Output: 10.00m);
    private static readonly Price Small = new(Input: 0.15m, CachedInput: 0.075m, Output: 0.60m);

    public static PriceTable Default { get; } = new(
        new Dictionary<string, Price> { ["gpt-4o"] = Large, ["gpt-4o-mini"] = Small }, Others: Large);

    /// <summary>One price for every model.</summary>
    public static PriceTable Of(decimal input, decimal output) => new(new Dictionary<string, Price>(), new Price(input, input, output));

    public Price For(string? model) => model is not null && Models.TryGetValue(model, out var price) ? price : Others;

    public override string ToString() => $"${Others.Input:0.00} per million input tokens, ${Others.Output:0.00} per million output tokens";
}
