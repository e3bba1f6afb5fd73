using System.Text.Json;
using AgentKit.Approvals.Outside;
using AgentKit.Approvals.Working;

namespace AgentKit.Approvals.Refunds;

/// <summary>Asks the shop whether there is such an order, and whether so much was paid for it.</summary>
internal sealed class CheckOrderTool(OutsideWorld outside) : IStepTool
{
    public const string ToolName = "check_order";

    private static readonly Dictionary<string, decimal> Paid = new() { ["A-1001"] = 249.00m, ["A-1002"] = 39.90m, ["A-1003"] = 1_200.00m };

    public string Name => ToolName;

    public async Task<JsonElement> RunAsync(StepCall call, CancellationToken cancellationToken)
    {
        var request = call.Input.Deserialize<RefundRequest>(JsonSerializerOptions.Web)!;
        if (!Paid.TryGetValue(request.Order, out var paid))
        {
            throw new InvalidOperationException($"There is no order {request.Order}.");
        }

        if (request.Amount > paid)
        {
            throw new InvalidOperationException($"Only {paid} USD were paid for order {request.Order}.");
        }

        var answer = JsonSerializer.Serialize(new { paid, returned = true });
        return JsonElement.Parse(await outside.AskAsync(call.Step.ToString(), "shop", answer, cancellationToken));
    }
}
