using System.Security.Cryptography;
using System.Text.Json;
using AgentKit.Approvals.Outside;
using AgentKit.Approvals.Working;

namespace AgentKit.Approvals.Refunds;

/// <summary>Has the payment provider pay back. The one step that must not happen twice.</summary>
internal sealed class RefundTool(OutsideWorld outside) : IStepTool
{
    public const string ToolName = "refund";

    public string Name => ToolName;

    public async Task<JsonElement> RunAsync(StepCall call, CancellationToken cancellationToken)
    {
        var request = call.Input.Deserialize<RefundRequest>(JsonSerializerOptions.Web)!;

        // The provider makes a receipt for each payment: had it paid twice, there would be two.
        var receipt = $"RF-{RandomNumberGenerator.GetHexString(6)}";
        var answer = JsonSerializer.Serialize(new { receipt, request.Amount }, JsonSerializerOptions.Web);
        return JsonElement.Parse(await outside.AskAsync(call.Step.ToString(), "payments", answer, cancellationToken));
    }
}
