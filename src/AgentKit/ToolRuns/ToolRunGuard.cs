using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>What a tool run must look like before anything is sent. JSON and errors are checked where they are written.</summary>
internal static class ToolRunGuard
{
    public const int MaxNameLength = 200;
    public const int MaxMessageLength = 4_000;
    public const int MaxPage = 1_000;
    public const int MaxSweep = 10_000;

    public static void Check(NewToolRun toolRun)
    {
        ArgumentNullException.ThrowIfNull(toolRun);
        CheckCommon(toolRun.Id, toolRun.ToolName, toolRun.TurnNumber, toolRun.ToolUseId, toolRun.Attempt);
    }

    public static void Check(CompletedToolRun toolRun)
    {
        ArgumentNullException.ThrowIfNull(toolRun);
        CheckCommon(toolRun.Id, toolRun.ToolName, toolRun.TurnNumber, toolRun.ToolUseId, toolRun.Attempt);
        if (toolRun.Output is not null && toolRun.Error is not null)
        {
            throw new ArgumentException("A tool run has either an output or an error.", nameof(toolRun));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(toolRun.Duration, TimeSpan.Zero, nameof(toolRun.Duration));

        // The first and the last instant are infinity to PostgreSQL, with which it cannot calculate.
        if (toolRun.StartedAt.UtcTicks == DateTimeOffset.MinValue.UtcTicks)
        {
            throw new ArgumentException("The start is missing.", nameof(toolRun.StartedAt));
        }

        if (toolRun.Duration >= DateTimeOffset.MaxValue - toolRun.StartedAt)
        {
            throw new ArgumentOutOfRangeException(nameof(toolRun.Duration), toolRun.Duration, "It ends beyond the last instant.");
        }
    }

    private static void CheckCommon(Guid id, string toolName, long? turnNumber, string? toolUseId, int attempt)
    {
        IdGuard.RequireOrdered(id, nameof(NewToolRun.Id));
        TextGuard.Require(toolName, MaxNameLength, nameof(NewToolRun.ToolName));
        TextGuard.Optional(toolUseId, MaxNameLength, nameof(NewToolRun.ToolUseId));
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1, nameof(NewToolRun.Attempt));
        if (turnNumber is { } number)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(number, 1, nameof(NewToolRun.TurnNumber));
        }
    }
}
