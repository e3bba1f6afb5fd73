using System.Text.Json;
using AgentKit.Approvals.Outside;
using AgentKit.Approvals.Working;

namespace AgentKit.Approvals.Refunds;

/// <summary>Has the mail service tell the customer.</summary>
internal sealed class SendMailTool(OutsideWorld outside) : IStepTool
{
    public const string ToolName = "send_mail";

    public string Name => ToolName;

    public async Task<JsonElement> RunAsync(StepCall call, CancellationToken cancellationToken)
    {
        var request = call.Input.Deserialize<RefundRequest>(JsonSerializerOptions.Web)!;
        var answer = JsonSerializer.Serialize(new { subject = $"Your refund for order {request.Order}" });
        return JsonElement.Parse(await outside.AskAsync(call.Step.ToString(), "mail", answer, cancellationToken));
    }
}
