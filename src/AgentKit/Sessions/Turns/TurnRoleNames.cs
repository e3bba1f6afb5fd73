namespace AgentKit;

/// <summary>The names of <see cref="TurnRole"/> in the database.</summary>
internal static class TurnRoleNames
{
    public static string Of(TurnRole role) => role switch
    {
        TurnRole.System => "system",
        TurnRole.User => "user",
        TurnRole.Assistant => "assistant",
        TurnRole.Tool => "tool",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Unknown role."),
    };

    public static TurnRole Parse(string name) => name switch
    {
        "system" => TurnRole.System,
        "user" => TurnRole.User,
        "assistant" => TurnRole.Assistant,
        "tool" => TurnRole.Tool,
        _ => throw new DatabaseException("A turn has a role that this library does not know.", sqlState: null),
    };
}
