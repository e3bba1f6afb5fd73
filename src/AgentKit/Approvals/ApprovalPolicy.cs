namespace AgentKit;

/// <summary>The built-in policy: a table of level and risk.</summary>
internal sealed class ApprovalPolicy : IApprovalPolicy
{
    public ToolDecision Decide(ToolApprovalRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!Enum.IsDefined(request.Risk))
        {
            throw new ArgumentOutOfRangeException(nameof(request), request.Risk, "Unknown tool risk.");
        }

        return (request.Level, request.Risk) switch
        {
            (AutoExecuteLevel.SuggestOnly or AutoExecuteLevel.Confirm or AutoExecuteLevel.AutoLowRisk, ToolRisk.ReadOnly) => ToolDecision.Execute,
            (AutoExecuteLevel.SuggestOnly, _) => ToolDecision.Suggest,
            (AutoExecuteLevel.Confirm, _) => ToolDecision.RequestApproval,
            (AutoExecuteLevel.AutoLowRisk, ToolRisk.Low) => ToolDecision.Execute,
            (AutoExecuteLevel.AutoLowRisk, _) => ToolDecision.RequestApproval,
            _ => throw new ArgumentOutOfRangeException(nameof(request), request.Level, "Unknown auto-execute level."),
        };
    }
}
