using Spectre.Console;

namespace AgentKit.Cli;

/// <summary>What colours mean, in one way for all commands. They only underline what the words say.</summary>
internal static class Looks
{
    public static readonly Style Quiet = new(decoration: Decoration.Dim);
    public static readonly Style Good = new(Color.Green);
    public static readonly Style Bad = new(Color.Red);
    public static readonly Style Waiting = new(Color.Yellow);
    public static readonly Style Strong = new(decoration: Decoration.Bold);

    public static Style Of(SessionStatus status) => status switch
    {
        SessionStatus.Active => Good,
        SessionStatus.Paused or SessionStatus.HandedOff => Waiting,
        _ => Quiet,
    };

    public static Style Of(RunStatus status) => status switch
    {
        RunStatus.Completed => Good,
        RunStatus.Failed => Bad,
        RunStatus.Running => Waiting,
        _ => Quiet,
    };

    public static Style Of(ToolRunStatus status) => status switch
    {
        ToolRunStatus.Succeeded => Good,
        ToolRunStatus.Failed => Bad,
        ToolRunStatus.Running => Waiting,
        _ => Quiet,
    };

    public static Style Of(TurnRole role) => role switch
    {
        TurnRole.User => new(Color.Green, decoration: Decoration.Bold),
        TurnRole.Assistant => new(Color.Aqua, decoration: Decoration.Bold),
        TurnRole.Tool => new(Color.Yellow, decoration: Decoration.Bold),
        _ => Quiet,
    };
}
