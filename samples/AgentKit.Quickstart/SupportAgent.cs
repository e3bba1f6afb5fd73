namespace AgentKit.Quickstart;

/// <summary>The agent that all conversations are with.</summary>
internal static class SupportAgent
{
    public const string Id = "support";

    public static AgentDefinition Define(IReadOnlyList<string> tools) => new(Id, "Support")
    {
        Description = "Answers customers and acts for them.",
        Instructions = "Help the customer. Ask before you change anything.",
        Model = "gpt-4o",
        Tools = tools,
    };
}
