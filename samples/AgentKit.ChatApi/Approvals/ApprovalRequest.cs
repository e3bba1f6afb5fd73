namespace AgentKit.ChatApi.Approvals;

/// <summary>What a person decides.</summary>
internal sealed record ApprovalRequest(bool? Approved, string? Comment = null);
