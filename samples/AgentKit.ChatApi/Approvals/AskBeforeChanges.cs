namespace AgentKit.ChatApi.Approvals;

/// <summary>In this application the agent reads freely, and changes nothing before a person has said yes.</summary>
internal sealed class AskBeforeChanges : IApprovalPolicy
{
    public ToolDecision Decide(ToolApprovalRequest request) =>
        request.Risk == ToolRisk.ReadOnly ? ToolDecision.Execute : ToolDecision.RequestApproval;
}
