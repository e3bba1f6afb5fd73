using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>Workflow sessions between PostgreSQL and their folders.</summary>
internal sealed class PostgresWorkflowFiles(ISessionStore sessions, Database database, AgentKitOptions options, TimeProvider time) : IWorkflowFiles
{
    /// <summary>The latest ones; more would make the file unreadable for whoever opens it.</summary>
    private const int MaxRuns = 1_000;

    public async Task<string> SaveStateAsync(AgentScope scope, Guid sessionId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var snapshot = await sessions.GetSnapshotAsync(scope, sessionId, cancellationToken).ConfigureAwait(false);
        var folder = FolderOf(snapshot.Session);
        var runs = await database.ListAsync<WorkflowRunRow>(
            scope,
            database.Statement(WorkflowQueries.ListRuns).Set("SessionId", sessionId).Set("Limit", MaxRuns),
            cancellationToken).ConfigureAwait(false);
        runs.Reverse();

        Directory.CreateDirectory(folder.Root);
        var path = folder.Resolve(WorkflowStateFile.Name);
        var state = WorkflowState.Of(snapshot, runs.Select(run => run.ToState()), time.GetUtcNow());
        await WorkflowStateFile.WriteAsync(path, state, cancellationToken).ConfigureAwait(false);
        return path;
    }

    public async Task<Session> LoadStateAsync(
        AgentScope scope, Guid sessionId, bool evenIfOlder = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var current = await sessions.GetSnapshotAsync(scope, sessionId, cancellationToken).ConfigureAwait(false);
        var path = FolderOf(current.Session).Resolve(WorkflowStateFile.Name);
        var state = await WorkflowStateFile.ReadAsync(path, cancellationToken).ConfigureAwait(false);
        return state.Id == sessionId
            ? await ApplyAsync(scope, path, state, current, evenIfOlder, cancellationToken).ConfigureAwait(false)
            : throw new WorkflowStateException(path, $"is that of session {state.Id}");
    }

    public async Task<Session> LoadStateAsync(
        AgentScope scope, string workingDirectory, bool evenIfOlder = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        TextGuard.Require(workingDirectory, NewSession.MaxTextLength, nameof(workingDirectory));
        var path = FolderAt(workingDirectory).Resolve(WorkflowStateFile.Name);
        var state = await WorkflowStateFile.ReadAsync(path, cancellationToken).ConfigureAwait(false);

        SessionSnapshot current;
        try
        {
            current = await sessions.GetSnapshotAsync(scope, state.Id, cancellationToken).ConfigureAwait(false);
        }
        catch (SessionNotFoundException)
        {
            return await WithinLimitsAsync(path, () => sessions.CreateAsync(scope, state.ToNewSession(workingDirectory), cancellationToken))
                .ConfigureAwait(false);
        }

        return await ApplyAsync(scope, path, state, current, evenIfOlder, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Session> ApplyAsync(
        AgentScope scope, string path, WorkflowState state, SessionSnapshot current, bool evenIfOlder, CancellationToken cancellationToken)
    {
        if (state.Differences(current) is not { } commit)
        {
            return current.Session; // also of an older file: it may have been loaded before, by a call that never heard of it
        }

        if (state.Version < current.Session.Version && !evenIfOlder)
        {
            throw new VersionConflictException(state.Id, state.Version, current.Session.Version);
        }

        return await WithinLimitsAsync(path, () => sessions.CommitAsync(scope, current.Session, commit, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>A file may hold what no session may: its argument is not that of the caller.</summary>
    private static async Task<Session> WithinLimitsAsync(string path, Func<Task<Session>> write)
    {
        try
        {
            return await write().ConfigureAwait(false);
        }
        catch (ArgumentException refused)
        {
            throw new WorkflowStateException(path, $"has a value out of its range: {refused.ParamName}");
        }
    }

    private WorkflowFolder FolderOf(Session session) =>
        session.WorkingDirectory is { } directory
            ? FolderAt(directory)
            : throw new WorkflowStateException(WorkflowStateFile.Name, $"has no place: session {session.Id} has no working directory");

    private WorkflowFolder FolderAt(string workingDirectory)
    {
        if (options.WorkflowRoot is not { } root)
        {
            return Path.IsPathFullyQualified(workingDirectory)
                ? new WorkflowFolder(workingDirectory)
                : throw new WorkflowPathException(workingDirectory, "is not absolute, and AgentKitOptions.WorkflowRoot is not set");
        }

        var inside = Path.IsPathFullyQualified(workingDirectory)
            ? Path.GetRelativePath(root, workingDirectory).Replace(Path.DirectorySeparatorChar, '/')
            : workingDirectory;
        return new WorkflowFolder(inside == "." ? root : new WorkflowFolder(root).Resolve(inside));
    }
}
