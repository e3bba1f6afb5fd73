using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>What tasks, claims and decisions must look like before anything is sent. JSON is checked where it is written.</summary>
internal static class TaskGuard
{
    public const int MaxNameLength = 200;
    public const int MaxPage = 1_000;
    public const int MaxSweep = 10_000;
    public const int MaxToolNames = 1_000;

    private static readonly TimeSpan MinLease = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MaxLease = TimeSpan.FromDays(7);

    public static void Check(AgentScope scope, NewTask task)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(task);
        if (scope.WorkspaceId == AgentScope.SharedWorkspaceId)
        {
            throw new ArgumentException("The shared catalogue holds agents, not tasks.", nameof(scope));
        }

        IdGuard.RequireOrdered(task.Id, nameof(task.Id));

        TextGuard.Require(task.Title, NewTask.MaxTitleLength, nameof(task.Title));
        TextGuard.Optional(task.Description, NewTask.MaxTextLength, nameof(task.Description));
        ArgumentNullException.ThrowIfNull(task.Steps, nameof(task.Steps));
        if (task.Steps.Count is 0 or > NewTask.MaxSteps)
        {
            throw new ArgumentException($"A task has from 1 to {NewTask.MaxSteps} steps.", nameof(task.Steps));
        }

        foreach (var step in task.Steps)
        {
            ArgumentNullException.ThrowIfNull(step, nameof(task.Steps));
            TextGuard.Require(step.Title, NewTask.MaxTitleLength, nameof(step.Title));
            TextGuard.Optional(step.ToolName, MaxNameLength, nameof(step.ToolName));
        }
    }

    public static void Check(NewClaim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        IdGuard.Require(claim.Id, nameof(claim.Id));
        TextGuard.Require(claim.Worker, MaxNameLength, nameof(claim.Worker));
        CheckDuration(claim.Duration, nameof(claim.Duration));
        ArgumentNullException.ThrowIfNull(claim.ToolNames, nameof(claim.ToolNames));
        if (claim.ToolNames.Count > MaxToolNames)
        {
            throw new ArgumentException($"More than {MaxToolNames} tools are named.", nameof(claim.ToolNames));
        }

        foreach (var name in claim.ToolNames)
        {
            TextGuard.Require(name, MaxNameLength, nameof(claim.ToolNames));
        }
    }

    public static void CheckDuration(TimeSpan duration, string paramName)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, MinLease, paramName);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(duration, MaxLease, paramName);
    }

    /// <summary>Who decides, and what is kept of what was said.</summary>
    /// <exception cref="ArgumentException">Nobody does, or the scope may not speak for whom it names.</exception>
    public static (string Approver, string? Comment) Check(AgentScope scope, NewDecision decision)
    {
        IdGuard.Require(decision.OperationId, nameof(decision.OperationId));
        TextGuard.Optional(decision.Approver, AgentScope.MaxIdLength, nameof(decision.Approver));
        var comment = decision.Comment is null
            ? null
            : TextGuard.Text(decision.Comment, NewTask.MaxTextLength, nameof(decision.Comment));

        var approver = decision.Approver ?? scope.UserId
            ?? throw new ArgumentException("A service without a user names who has decided.", nameof(decision.Approver));
        return scope.Access == AccessLevel.Service || approver == scope.UserId
            ? (approver, comment)
            : throw new ArgumentException("Only a service names somebody else as the approver.", nameof(decision.Approver));
    }
}
