namespace AgentKit;

/// <summary>The names of <see cref="SessionStatus"/> in the database.</summary>
internal static class SessionStatusNames
{
    public static string Of(SessionStatus status) => status switch
    {
        SessionStatus.Active => "active",
        SessionStatus.Paused => "paused",
        SessionStatus.HandedOff => "handed_off",
        SessionStatus.Closed => "closed",
        SessionStatus.Archived => "archived",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Unknown session status."),
    };

    public static SessionStatus Parse(string name) => name switch
    {
        "active" => SessionStatus.Active,
        "paused" => SessionStatus.Paused,
        "handed_off" => SessionStatus.HandedOff,
        "closed" => SessionStatus.Closed,
        "archived" => SessionStatus.Archived,
        _ => throw new DatabaseException("A session has a status that this library does not know.", sqlState: null),
    };
}
