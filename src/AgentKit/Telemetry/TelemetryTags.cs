namespace AgentKit.Infrastructure;

/// <summary>The attributes of spans and metrics. Those that begin with <c>agentkit</c> are the library's own; all others are OpenTelemetry's.</summary>
internal static class TelemetryTags
{
    public const string System = "db.system.name";
    public const string Namespace = "db.namespace";
    public const string Operation = "db.operation.name";
    public const string Summary = "db.query.summary";
    public const string SqlState = "db.response.status_code";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string ErrorType = "error.type";

    public const string GenAIOperation = "gen_ai.operation.name";
    public const string ConversationId = "gen_ai.conversation.id";
    public const string TokenType = "gen_ai.token.type";
    public const string ToolName = "gen_ai.tool.name";
    public const string ToolCallId = "gen_ai.tool.call.id";
    public const string ToolType = "gen_ai.tool.type";

    public const string Database = "agentkit.database";
    public const string WorkspaceId = "agentkit.workspace.id";
    public const string RunId = "agentkit.run.id";
    public const string ToolRunId = "agentkit.tool_run.id";
    public const string Outcome = "agentkit.outcome";
    public const string ErrorCategory = "agentkit.error.category";
    public const string Attempt = "agentkit.attempt";
    public const string Attempts = "agentkit.attempts";
    public const string WaitFor = "agentkit.wait.for";
    public const string LossReason = "agentkit.loss.reason";
    public const string Pooled = "agentkit.database.pooled";
    public const string Prepared = "agentkit.database.prepared";
}
