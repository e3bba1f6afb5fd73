namespace AgentKit;

/// <summary>The lists that have cursors. The numbers are part of cursors that callers hold: none is ever given anew.</summary>
internal enum CursorKind
{
    SessionsByActivity = 1,
    SessionsByCreation = 2,
    ToolRuns = 3,
    Runs = 4,
    Tasks = 5,
    TasksByDeadline = 6,
    PendingApprovals = 7,
    Events = 8,
    TurnSearch = 9,
    AccessLog = 10,
}
