using System.Text.Json;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>The tasks in PostgreSQL. Its partial files follow the contract: creation, reading, claims, steps, deadlines.</summary>
internal sealed partial class PostgresTaskStore(Database database, AgentKitOptions options, TimeProvider time) : ITaskStore
{
    public async Task<AgentTask> CreateAsync(AgentScope scope, NewTask task, CancellationToken cancellationToken = default)
    {
        TaskGuard.Check(scope, task);
        var outcome = database.Statement(TaskQueries.Outcome)
            .Set("TaskId", task.Id)
            .Set("SessionId", task.SessionId)
            .Set("RunId", task.RunId);

        var result = await database.WriteAsync<TaskOutcomeRow>(
            scope, CreateStatement(scope, task), outcome, cancellationToken).ConfigureAwait(false);
        var row = result.Diagnosis!;
        if (row.IsFound && IsThatOf(scope, task, row))
        {
            return row.ToTask();
        }

        throw row switch
        {
            { IsSessionFound: false } => new SessionNotFoundException(task.SessionId.GetValueOrDefault()),
            { IsRunFound: false } => new RunNotFoundException(task.RunId.GetValueOrDefault()),
            _ => new AlreadyExistsException("task", "id", task.Id.ToString()),
        };
    }

    /// <summary>Whether a task of this id is the one that was asked for. The owner of one in a session is the session's, whoever created it.</summary>
    private static bool IsThatOf(AgentScope scope, NewTask task, TaskRow row) =>
        row.SessionId == task.SessionId && row.Title == task.Title && (task.SessionId is not null || row.UserId == scope.UserId);

    private Statement CreateStatement(AgentScope scope, NewTask task)
    {
        var steps = task.Steps;
        return database.Statement(TaskQueries.Create)
            .Set("TaskId", task.Id)
            .Set("Now", time.GetUtcNow())
            .Set("SessionId", task.SessionId)
            .Set("RunId", task.RunId)
            .Set("DueAt", task.DueAt)
            .Set("Priority", task.Priority)
            .Set("UserId", scope.UserId)
            .Set("Title", task.Title)
            .Set("Description", task.Description)
            .Set("Input", JsonOf(task.Input, nameof(task.Input)))
            .Set("Metadata", StoredJson.Write(task.Metadata, options.Limits.MetadataBytes, nameof(task.Metadata)))
            .Set("Titles", steps.Select(step => step.Title).ToArray())
            .Set("RequireApprovals", steps.Select(step => step.RequiresApproval).ToArray())
            .Set("ToolNames", steps.Select(step => step.ToolName).ToArray())
            .Set("Inputs", steps.Select(step => JsonOf(step.Input, nameof(step.Input))).ToArray())
            .WhenViolated(Constraints.RowSecurity, () => new AccessDeniedException(
                scope.Access, "create tasks in", $"session {task.SessionId}"))
            .WhenViolated(Constraints.TaskRun, () => new RunNotFoundException(task.RunId.GetValueOrDefault()));
    }

    private string? JsonOf(JsonElement? value, string paramName) =>
        value is { } json ? ToolPayload.Write(json, options.Limits.ToolPayloadBytes, paramName) : null;

    private Statement GetStatement(Guid taskId) => database.Statement(TaskQueries.Get).Set("TaskId", taskId);
}
