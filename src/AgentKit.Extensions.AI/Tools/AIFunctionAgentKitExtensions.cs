using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>Gives functions the audit of a session.</summary>
public static class AIFunctionAgentKitExtensions
{
    /// <summary>The function, with each of its calls logged as a tool run of the session.</summary>
    /// <param name="function">Any function; one that requires approval still does.</param>
    /// <param name="toolRuns">The audit.</param>
    /// <param name="scope">Who runs it.</param>
    /// <param name="sessionId">The session that it runs for.</param>
    /// <param name="time">The clock that ids are made from. Default: the system's.</param>
    /// <exception cref="ArgumentNullException">Function, log or scope are missing.</exception>
    public static LoggedAIFunction WithToolRunLog(
        this AIFunction function, IToolRunLog toolRuns, AgentScope scope, Guid sessionId, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(toolRuns);
        ArgumentNullException.ThrowIfNull(scope);
        return new LoggedAIFunction(function, toolRuns, scope, sessionId, time ?? TimeProvider.System);
    }
}
