using System.Globalization;
using System.Text.Json;

namespace AgentKit.Approvals.Refunds;

/// <summary>What the agent of the support desk wants to do for a customer.</summary>
internal sealed record RefundRequest(string Order, decimal Amount)
{
    /// <summary>Above it, a person has to approve.</summary>
    public const decimal Limit = 100m;

    public const decimal MaxAmount = 1_000_000m;
    public const int MaxOrderLength = 40;

    /// <summary>Reads an amount in whole cents.</summary>
    public static bool TryParseAmount(string text, out decimal amount) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount)
        && amount is > 0 and <= MaxAmount
        && decimal.Round(amount, 2) == amount;

    public NewTask ToTask() => new(
        string.Create(CultureInfo.InvariantCulture, $"Refund {Amount:0.00} USD for order {Order}"),
        [
            new("Check the order") { ToolName = CheckOrderTool.ToolName, Input = Input },
            new("Pay it back") { ToolName = RefundTool.ToolName, Input = Input, RequiresApproval = Amount > Limit },
            new("Tell the customer") { ToolName = SendMailTool.ToolName, Input = Input },
        ])
    {
        Description = "The parcel came back unopened, the customer says. Proposed by the support agent.",
        Input = Input,
    };

    private JsonElement Input => JsonSerializer.SerializeToElement(this, JsonSerializerOptions.Web);
}
