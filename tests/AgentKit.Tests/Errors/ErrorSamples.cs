namespace AgentKit.Tests.Errors;

/// <summary>One instance of every error, with what its category, retryability and message have to be.</summary>
internal static class ErrorSamples
{
    private static readonly Guid Id = Guid.Parse("01980000-0000-7000-8000-0000000000aa");

    private static readonly string IdText = Id.ToString();

    internal static IReadOnlyList<ErrorSample> All { get; } =
    [
        new(new VersionConflictException(Id, 7_001, 7_003), ErrorCategory.Conflict, true, [IdText, "7001", "7003"]),
        new(new SessionNotFoundException(Id), ErrorCategory.NotFound, false, [IdText]),
        new(
            new InvalidSessionStateException(Id, SessionStatus.Closed, "commit"),
            ErrorCategory.InvalidState,
            false,
            [IdText, "Closed", "commit"]),
        new(new TurnNotFoundException(Id, 7_001), ErrorCategory.NotFound, false, [IdText, "7001"]),
        new(
            new WorkflowPathException("../x", "leads out of its folder"), ErrorCategory.AccessDenied, false, ["../x", "leads out of its folder"]),
        new(new WorkflowStateException("/w/state.json", "does not exist"), ErrorCategory.InvalidState, false, ["/w/state.json", "does not exist"]),
        new(new ToolCallSplitException(Id, 7_001), ErrorCategory.InvalidState, false, [IdText, "7001"]),
        new(new AgentNotFoundException("support"), ErrorCategory.NotFound, false, ["support"]),
        new(
            new AgentConfigurationException("support", ["no model", "no name"]),
            ErrorCategory.Configuration,
            false,
            ["support", "no model", "no name"]),
        new(
            new InvalidTransitionException(Id, "support", "spec", "docs", ["plan", "failed"]),
            ErrorCategory.InvalidState,
            false,
            [IdText, "support", "spec", "docs", "plan", "failed"]),
        new(
            new BudgetExceededException("session 0198", 1_000.5m, 900.25m, 200m, BudgetUnit.Cost),
            ErrorCategory.Budget,
            false,
            ["session 0198", "1000.5", "900.25", "200", "Cost"]),
        new(
            new ModelResponseException("intent result", "'confidence' is missing"),
            ErrorCategory.Model,
            true,
            ["intent result", "'confidence' is missing"]),
        new(new ToolFailedException("find_order", "the shop is closed"), ErrorCategory.Tool, false, ["find_order", "the shop is closed"]),
        new(new RunNotFoundException(Id), ErrorCategory.NotFound, false, [IdText]),
        new(
            new InvalidRunStateException(Id, RunStatus.Canceled, "complete"),
            ErrorCategory.InvalidState,
            false,
            [IdText, "Canceled", "complete"]),
        new(
            new RunLeaseLostException(Id, 7, 9, "host-b/17", RunStatus.Running),
            ErrorCategory.Conflict,
            false,
            [IdText, "7", "9", "host-b/17", "Running"]),
        new(
            new RunLeaseHeldException(Id, "host-b/17", new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.FromHours(-5))),
            ErrorCategory.Conflict,
            true,
            [IdText, "host-b/17", "2026-05-04T08:02:01"]),
        new(new BudgetNotFoundException(BudgetSubject.Agent("support")), ErrorCategory.NotFound, false, ["agent support"]),
        new(new ToolRunNotFoundException(Id), ErrorCategory.NotFound, false, [IdText]),
        new(
            new InvalidToolRunStateException(Id, ToolRunStatus.Canceled, "complete"),
            ErrorCategory.InvalidState,
            false,
            [IdText, "Canceled", "complete"]),
        new(new TaskNotFoundException(Id, 7), ErrorCategory.NotFound, false, [IdText, "step 7"]),
        new(
            new InvalidTaskStateException(Id, AgentTaskStatus.Pending, "start", 2, TaskStepStatus.Skipped),
            ErrorCategory.InvalidState,
            false,
            [IdText, "Step 2", "Skipped", "start"]),
        new(new TaskLeaseLostException(Id, 3, 4, "worker-2"), ErrorCategory.Conflict, false, [IdText, "3", "4", "worker-2"]),
        new(
            new ApprovalAlreadyDecidedException(Id, 2, false, "u-1", DateTimeOffset.UnixEpoch),
            ErrorCategory.Conflict,
            false,
            [IdText, "Step 2", "rejected", "u-1", "1970"]),
        new(
            new AccessDeniedException(AccessLevel.Admin, "commit to", "session 0198"),
            ErrorCategory.AccessDenied,
            false,
            ["Admin", "commit to", "session 0198"]),
        new(
            new AlreadyExistsException("session", "conversation key", "whatsapp:57"),
            ErrorCategory.AlreadyExists,
            false,
            ["session", "conversation key", "whatsapp:57"]),
        new(
            new DatabaseUnavailableException("The server is starting.", "57P03"),
            ErrorCategory.Unavailable,
            true,
            ["The server is starting."]),
        new(new DatabaseException("Append failed: 42P01.", "42P01"), ErrorCategory.Database, false, ["42P01"]),
        new(
            new IsolationException(["agentkit_app bypasses RLS: run x"]),
            ErrorCategory.Configuration,
            false,
            ["agentkit_app bypasses RLS: run x"]),
        new(
            new SchemaVersionException(3, 5, "run agentkit migrate up"),
            ErrorCategory.Configuration,
            false,
            ["3", "5", "run agentkit migrate up"]),
        new(
            new ChangeFeedException("the cursor is ahead of the server"),
            ErrorCategory.Configuration,
            false,
            ["the cursor is ahead of the server", "sql/after_restore.sql"]),
        new(
            new MigrationException(7, "the lock was not granted"),
            ErrorCategory.Configuration,
            false,
            ["0007", "the lock was not granted"]),
        new(new ImportException(7_004, "is not strict JSON at byte 3"), ErrorCategory.InvalidInput, false, ["7004", "is not strict JSON at byte 3"]),
    ];
}
