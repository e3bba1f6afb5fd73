namespace AgentKit;

/// <summary>An agent that the host declares in code.</summary>
internal sealed record DeclaredAgent(AgentDefinition Definition);
