using System.Text.Json;

namespace AgentKit.ChatApi.Approvals;

/// <summary>A tool call that waits for a person.</summary>
internal sealed record WaitingApproval(Guid TaskId, string? Tool, JsonElement? Input)
{
    public static WaitingApproval Of(AgentTask task) => new(task.Id, task.Steps[0].ToolName, task.Steps[0].Input);
}
