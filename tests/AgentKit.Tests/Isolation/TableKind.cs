namespace AgentKit.Tests.Isolation;

/// <summary>Who may do what with the rows of a table, as <c>isolate(…, owned_by)</c> means it; everybody else may do nothing.</summary>
/// <param name="Name">What the table is isolated as.</param>
/// <param name="Owner">What a user may do whose rows they are, as letters of S, I, U, D: see, insert, update, delete.</param>
/// <param name="OtherUser">What another user of the workspace may do.</param>
/// <param name="Admin">What an admin of the workspace may do, who is not the owner.</param>
/// <param name="Service">What a service of the workspace may do.</param>
/// <param name="GroupedBy">The key by whose end a group has a user for its rows; <see langword="null"/> where groups have nothing to do with it.</param>
internal sealed record TableKind(string Name, string Owner, string OtherUser, string Admin, string Service, string? GroupedBy = null)
{
    public const string Nothing = "";

    private const string Everything = "SIUD";

    public static IReadOnlyList<TableKind> All { get; } =
    [
        new("user", Owner: Everything, OtherUser: Nothing, Admin: "S", Service: Everything),
        new("user", Owner: Everything, OtherUser: Nothing, Admin: "S", Service: Everything, GroupedBy: "session_id"),
        new("user", Owner: Everything, OtherUser: Nothing, Admin: "S", Service: Everything, GroupedBy: "tool_run_id"),
        new("user", Owner: Everything, OtherUser: Nothing, Admin: "S", Service: Everything, GroupedBy: "event_id"),
        new("workspace", Owner: "S", OtherUser: "S", Admin: "S", Service: Everything),
        new("shared", Everything, Everything, Everything, Everything),

        // A row here names the admin who has looked, who is its user but may not take it back.
        new("audit", Owner: Nothing, OtherUser: Nothing, Admin: "SI", Service: "SD"),
    ];
}
