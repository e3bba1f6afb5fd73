namespace AgentKit;

/// <summary>The lists that have cursors. The numbers are part of cursors that callers hold: none is ever given anew.</summary>
internal enum CursorKind
{
    SessionsByActivity = 1,
    SessionsByCreation = 2,
    ToolRuns = 3,
    Runs = 4,
}
