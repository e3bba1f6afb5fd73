namespace AgentKit;

/// <summary>
/// The state of workflow sessions as a file, <c>state.json</c>, in their working directory: written from the database and read back into it. The
/// folder is the source of truth for the files that the work makes, the database for how far it is.
/// </summary>
/// <remarks>
/// <para>Singleton and thread-safe. The working directory is <see cref="Session.WorkingDirectory"/>: an absolute path or, below
/// <see cref="AgentKitOptions.WorkflowRoot"/> where that is set, a path inside that folder.</para>
/// <para>The file is UTF-8 JSON of this shape, format version 1; members that are null are left out:</para>
/// <code>
/// {
///   "format": "agentkit-workflow", "format_version": 1, "saved_at": "2026-01-02T03:04:05+00:00",
///   "id": "…", "version": 7, "agent_id": "builder", "kind": "full", "slug": "new-report", "title": "…",
///   "phase": "build", "status": "active", "status_reason": "…", "assigned_to": "…",
///   "parent_session_id": "…", "forked_at_turn": 3, "created_at": "…", "updated_at": "…",
///   "totals": { "turns": 12, "input_tokens": 4000, "output_tokens": 900, "cost": 0.25 },
///   "metadata": { }, "captured_data": { }, "data": { },
///   "runs": [ { "id": "…", "agent_id": "builder", "status": "completed", "model": "…", "started_at": "…", … } ]
/// }
/// </code>
/// <para>Every method throws <see cref="WorkflowPathException"/> for a working directory, or a <c>state.json</c> that is a link, that leads
/// where it may not, <see cref="IOException"/> and <see cref="UnauthorizedAccessException"/> as the file system does, and what
/// <see cref="ISessionStore"/> throws.</para>
/// </remarks>
public interface IWorkflowFiles
{
    /// <summary>
    /// Writes <c>state.json</c> into the session's working directory, which is made where it is missing. A reader sees the former file or the new
    /// one, never a part: it is written under another name, flushed, and renamed. Two round trips.
    /// </summary>
    /// <param name="scope">Who asks.</param>
    /// <param name="sessionId">A session with a working directory.</param>
    /// <param name="cancellationToken">Cancels the call; the former file then stays.</param>
    /// <returns>The absolute path of the file.</returns>
    /// <exception cref="SessionNotFoundException">There is no such session that the scope may see.</exception>
    /// <exception cref="WorkflowPathException">Its working directory is not allowed.</exception>
    /// <exception cref="WorkflowStateException">It has no working directory.</exception>
    Task<string> SaveStateAsync(AgentScope scope, Guid sessionId, CancellationToken cancellationToken = default);

    /// <summary>Reads the <c>state.json</c> of a session that the database knows. See the other overload for what is read back.</summary>
    /// <param name="scope">Who reads it back.</param>
    /// <param name="sessionId">A session with a working directory.</param>
    /// <param name="evenIfOlder">Whether a file of an older version than the session has is read all the same.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session after it.</returns>
    /// <exception cref="SessionNotFoundException">There is no such session that the scope may see.</exception>
    /// <exception cref="WorkflowPathException">Its working directory is not allowed.</exception>
    /// <exception cref="WorkflowStateException">It has no working directory, or the file is missing, is that of another session, or cannot
    /// be read.</exception>
    /// <exception cref="VersionConflictException">The file says something else and is of an older version than the session, or somebody commits
    /// meanwhile.</exception>
    /// <exception cref="InvalidTransitionException">The agent's definition does not allow the file's phase after the current one.</exception>
    Task<Session> LoadStateAsync(
        AgentScope scope, Guid sessionId, bool evenIfOlder = false, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads a <c>state.json</c> into the database: phase, title, metadata, captured and other data, as one versioned commit. Where the session
    /// is not there, as in a fresh database, it is created with them, under its id, for the user of the scope.
    /// </summary>
    /// <remarks>
    /// Metadata and data are merged by key: what the file lacks stays. A file that says nothing new commits nothing, so loading it again is
    /// harmless. Status, turns, totals and runs are not read back: they are the database's own, and in the file for whoever reads it.
    /// </remarks>
    /// <param name="scope">Who reads it back.</param>
    /// <param name="workingDirectory">The folder that holds the file, as in <see cref="NewSession.WorkingDirectory"/>.</param>
    /// <param name="evenIfOlder">Whether a file of an older version than the session has is read all the same.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session after it.</returns>
    /// <exception cref="WorkflowPathException">The directory is not allowed.</exception>
    /// <exception cref="WorkflowStateException">The file is missing or cannot be read.</exception>
    /// <exception cref="VersionConflictException">The file says something else and is of an older version than the session, or somebody commits
    /// meanwhile.</exception>
    /// <exception cref="InvalidTransitionException">The agent's definition does not allow the file's phase after the current one.</exception>
    /// <exception cref="AgentNotFoundException">The session is to be created, and its agent is not registered.</exception>
    /// <exception cref="AlreadyExistsException">The session is to be created, and its id or slug is taken.</exception>
    Task<Session> LoadStateAsync(
        AgentScope scope, string workingDirectory, bool evenIfOlder = false, CancellationToken cancellationToken = default);
}
