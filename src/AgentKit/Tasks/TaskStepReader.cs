using System.Text.Json;

namespace AgentKit;

/// <summary>Steps as they come: an array of rows of <c>task_steps</c>, in which what is JSON already has kept its text.</summary>
internal static class TaskStepReader
{
    public static IReadOnlyList<TaskStep> Read(string json) =>
        [.. ToolPayload.Read(json).EnumerateArray().Select(ReadStep)];

    private static TaskStep ReadStep(JsonElement item)
    {
        var row = item.GetProperty("row");
        return new()
        {
            Number = row.GetProperty("step_number").GetInt32(),
            Title = row.GetProperty("title").GetString()!,
            Status = TaskStatusNames.ParseStep(row.GetProperty("status").GetString()!),
            StatusReason = Text(row, "status_reason"),
            Attempt = row.GetProperty("attempt").GetInt32(),
            FencingToken = row.GetProperty("fencing_token").GetInt64(),
            RequiresApproval = row.GetProperty("requires_approval").GetBoolean(),
            Decision = IsNull(row, "decision_id") ? null : ReadDecision(row),
            EarlierDecisions = ReadEarlier(row.GetProperty("earlier_decisions")),
            ToolName = Text(row, "tool_name"),
            Input = item.GetProperty("has_input").GetBoolean() ? row.GetProperty("input") : null,
            Output = item.GetProperty("has_output").GetBoolean() ? row.GetProperty("output") : null,
            WaitingSince = Time(row, "waiting_since"),
            StartedAt = Time(row, "started_at"),
            CompletedAt = Time(row, "completed_at"),
        };
    }

    /// <summary>What another writer has put there may be anything: the step is read without it.</summary>
    private static IReadOnlyList<ApprovalDecision> ReadEarlier(JsonElement decisions)
    {
        try
        {
            return [.. decisions.EnumerateArray().Select(ReadDecision)];
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return [];
        }
    }

    private static ApprovalDecision ReadDecision(JsonElement row) => new(
        row.GetProperty("decision_id").GetGuid(),
        row.GetProperty("approved").GetBoolean(),
        row.GetProperty("decided_by").GetString()!,
        Time(row, "decided_at").GetValueOrDefault(),
        Text(row, "decision_comment"));

    private static bool IsNull(JsonElement row, string column) => row.GetProperty(column).ValueKind == JsonValueKind.Null;

    private static string? Text(JsonElement row, string column) => row.GetProperty(column).GetString();

    /// <summary>The offset is that of the database's time zone, which nobody asked for.</summary>
    private static DateTimeOffset? Time(JsonElement row, string column) =>
        IsNull(row, column) ? null : row.GetProperty(column).GetDateTimeOffset().ToUniversalTime();
}
