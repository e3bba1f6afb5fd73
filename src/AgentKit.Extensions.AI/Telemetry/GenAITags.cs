namespace AgentKit.Extensions.AI;

/// <summary>The attributes of spans and metrics. Those that begin with <c>agentkit</c> are the library's own; all others are OpenTelemetry's.</summary>
internal static class GenAITags
{
    public const string Operation = "gen_ai.operation.name";
    public const string Provider = "gen_ai.provider.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string MaxTokens = "gen_ai.request.max_tokens";
    public const string ResponseModel = "gen_ai.response.model";
    public const string ResponseId = "gen_ai.response.id";
    public const string FinishReasons = "gen_ai.response.finish_reasons";
    public const string InputTokens = "gen_ai.usage.input_tokens";
    public const string OutputTokens = "gen_ai.usage.output_tokens";
    public const string TokenType = "gen_ai.token.type";
    public const string AgentId = "gen_ai.agent.id";
    public const string AgentName = "gen_ai.agent.name";
    public const string ConversationId = "gen_ai.conversation.id";
    public const string ErrorType = "error.type";

    public const string Database = "agentkit.database";
    public const string WorkspaceId = "agentkit.workspace.id";
    public const string RunId = "agentkit.run.id";
    public const string Outcome = "agentkit.outcome";
    public const string ErrorCategory = "agentkit.error.category";
}
