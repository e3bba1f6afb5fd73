namespace AgentKit;

/// <summary>The files of <c>sql/queries/agents</c>.</summary>
internal static class AgentQueries
{
    public const string Register = "agents/register";
    public const string ForgetDisabledTools = "agents/forget_disabled_tools";
    public const string Get = "agents/get";
    public const string FindByName = "agents/find_by_name";
    public const string List = "agents/list";
    public const string UpdateInstructions = "agents/update_instructions";
    public const string SetToolEnabled = "agents/set_tool_enabled";
    public const string Unregister = "agents/unregister";
}
