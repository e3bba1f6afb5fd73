using System.Text.Json;

namespace AgentKit;

/// <summary>Long-running work: tasks with ordered steps, priorities and deadlines, claimed by workers and approved by people.</summary>
/// <remarks>
/// <para>Singleton and thread-safe. Each call is one network round trip.</para>
/// <para>Steps run in their order: one may begin when all before it are completed or skipped, and, if it requires an approval, once it has one.
/// The task's status follows from its steps and changes with them in the same statement; see <see cref="AgentTaskStatus"/>. A step that
/// requires an approval waits for it from the moment on that it is the next one; the worker's lease ends then, as it does when the task is
/// over, and once it is approved the task can be claimed again.</para>
/// <para>Workers claim a task, show its lease with every write, and renew it while they work. When one dies, the lease expires and the task
/// comes back by itself; the step that had begun is started again as another attempt. People (or the host for them) approve, reject, skip,
/// retry and cancel without a lease.</para>
/// <para>Concurrency and repetition:</para>
/// <list type="number">
/// <item>Writes to one task come one after the other; each sees what the one before it did.</item>
/// <item>A task is held by one worker at a time. Of several that claim at once, each gets another task, or none; none waits for another.</item>
/// <item>A worker whose task was claimed by another one since writes nothing and gets a <see cref="TaskLeaseLostException"/>. A lease that has
/// expired, and nobody has claimed the task since, is still good.</item>
/// <item>An approval is decided once: of several decisions the first one holds, the others get an
/// <see cref="ApprovalAlreadyDecidedException"/> that says who decided and when.</item>
/// <item>Every call may be sent again, and is, when a connection is lost: it then returns the task as it is and writes nothing. What was done is
/// recognised by the id of the task, claim or decision, by the lease under which a step was started, completed, failed or skipped, and by the
/// attempt that was retried. A renewal counts from the time of the last sending.</item>
/// </list>
/// <para>Every method throws <see cref="ArgumentException"/> for values outside their stated range before anything is sent,
/// <see cref="DatabaseUnavailableException"/> when PostgreSQL stays unreachable through all retries, <see cref="DatabaseException"/> for an
/// unexpected answer, and <see cref="OperationCanceledException"/>. What a scope may not see is reported as not found; what it sees and may not
/// write as <see cref="AccessDeniedException"/>.</para>
/// </remarks>
public interface ITaskStore
{
    /// <summary>Creates a task. If its first step requires an approval, it waits for it at once.</summary>
    /// <exception cref="SessionNotFoundException">There is no such session that the scope may see.</exception>
    /// <exception cref="RunNotFoundException">There is no such run of an agent that the scope may see.</exception>
    /// <exception cref="AlreadyExistsException">
    /// The id is taken by another task: one of another session, owner or title, or one that the scope does not see.
    /// </exception>
    /// <exception cref="AccessDeniedException">The scope sees the session and may not write in it.</exception>
    Task<AgentTask> CreateAsync(AgentScope scope, NewTask task, CancellationToken cancellationToken = default);

    /// <summary>Reads a task with its steps.</summary>
    /// <exception cref="TaskNotFoundException">There is none that the scope may see.</exception>
    Task<AgentTask> GetAsync(AgentScope scope, Guid taskId, CancellationToken cancellationToken = default);

    /// <summary>Reads a task with its steps, or <see langword="null"/> if there is none that the scope may see.</summary>
    Task<AgentTask?> FindAsync(AgentScope scope, Guid taskId, CancellationToken cancellationToken = default);

    /// <summary>One page of the tasks that the scope may see, with their steps: the latest first, or by deadline if the filter asks for it.</summary>
    Task<Page<AgentTask>> ListAsync(AgentScope scope, TaskFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>One page of the steps that wait for a person, those of the oldest task first: the inbox of approvals.</summary>
    Task<Page<PendingApproval>> ListPendingApprovalsAsync(
        AgentScope scope, ApprovalFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes the next task for a worker: of those that are pending or in progress and that nobody holds, the one with the highest priority, and
    /// among these the oldest. A deadline that has passed does not exclude it.
    /// </summary>
    /// <remarks>
    /// It reads past the tasks that others hold and that the filter excludes, in the order of the queue. As a measure: of 100,000 open tasks the
    /// first one took 0.2 milliseconds, and to find that there is none for a tool 160.
    /// </remarks>
    /// <param name="scope">Claims what the scope may write; a service claims from the whole workspace.</param>
    /// <param name="claim">Who asks, for how long, and for which tasks.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The task and the lease on it; <see langword="null"/> if there is nothing to do.</returns>
    Task<ClaimedTask?> ClaimAsync(AgentScope scope, NewClaim claim, CancellationToken cancellationToken = default);

    /// <summary>Says that the worker is alive: the lease holds for this long from now on.</summary>
    /// <param name="scope">Who works.</param>
    /// <param name="lease">The lease as it was given.</param>
    /// <param name="duration">From a millisecond to 7 days, by the clock of the database.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The same lease with its new end.</returns>
    /// <exception cref="TaskNotFoundException">There is none that the scope may see.</exception>
    /// <exception cref="TaskLeaseLostException">Another worker has claimed the task since, or the lease was released.</exception>
    /// <exception cref="InvalidTaskStateException">The task is over, or waits for an approval: its lease has ended.</exception>
    /// <exception cref="AccessDeniedException">The scope sees it and may not write it.</exception>
    Task<TaskLease> RenewAsync(AgentScope scope, TaskLease lease, TimeSpan duration, CancellationToken cancellationToken = default);

    /// <summary>Gives a task back, so that another worker may claim it at once. A step that has begun stays begun.</summary>
    /// <exception cref="TaskNotFoundException">There is none that the scope may see.</exception>
    /// <exception cref="TaskLeaseLostException">Another worker has claimed the task since.</exception>
    /// <exception cref="AccessDeniedException">The scope sees it and may not write it.</exception>
    Task<AgentTask> ReleaseAsync(AgentScope scope, TaskLease lease, CancellationToken cancellationToken = default);

    /// <summary>Begins a step. One that a worker before had begun is begun again, as another attempt.</summary>
    /// <exception cref="TaskNotFoundException">There is no such task that the scope may see, or no such step.</exception>
    /// <exception cref="TaskLeaseLostException">Another worker has claimed the task since, or the lease was released.</exception>
    /// <exception cref="InvalidTaskStateException">It is not its turn, it waits for an approval, it is over, or the task is.</exception>
    /// <exception cref="AccessDeniedException">The scope sees it and may not write it.</exception>
    Task<AgentTask> StartStepAsync(AgentScope scope, TaskLease lease, int stepNumber, CancellationToken cancellationToken = default);

    /// <summary>Notes that a step that was begun is done. After the last one the task is completed.</summary>
    /// <param name="scope">Who works.</param>
    /// <param name="lease">The lease under which the step was started.</param>
    /// <param name="stepNumber">1 for the first.</param>
    /// <param name="output">What it returned; at most <see cref="ContentLimits.ToolPayloadBytes"/>, kept verbatim. None by default.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="TaskNotFoundException">There is no such task that the scope may see, or no such step.</exception>
    /// <exception cref="TaskLeaseLostException">Another worker has claimed the task since, or the lease was released.</exception>
    /// <exception cref="InvalidTaskStateException">The step was not started under this lease, or it is over, or the task is.</exception>
    /// <exception cref="AccessDeniedException">The scope sees it and may not write it.</exception>
    Task<AgentTask> CompleteStepAsync(
        AgentScope scope, TaskLease lease, int stepNumber, JsonElement? output = null, CancellationToken cancellationToken = default);

    /// <summary>Notes that a step that was begun has failed; the task fails with it, until the step is retried or skipped.</summary>
    /// <param name="scope">Who works.</param>
    /// <param name="lease">The lease under which the step was started.</param>
    /// <param name="stepNumber">1 for the first.</param>
    /// <param name="reason">For people; not empty, longer than 4,000 characters is cut. It is kept as given: it should hold no secrets.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="TaskNotFoundException">There is no such task that the scope may see, or no such step.</exception>
    /// <exception cref="TaskLeaseLostException">Another worker has claimed the task since, or the lease was released.</exception>
    /// <exception cref="InvalidTaskStateException">The step was not started under this lease, or it is over, or the task is.</exception>
    /// <exception cref="AccessDeniedException">The scope sees it and may not write it.</exception>
    Task<AgentTask> FailStepAsync(
        AgentScope scope, TaskLease lease, int stepNumber, string reason, CancellationToken cancellationToken = default);

    /// <summary>A worker leaves a step out: one that it has begun, or one that is still pending, whose turn it need not be.</summary>
    /// <param name="scope">Who works.</param>
    /// <param name="lease">The lease on the task.</param>
    /// <param name="stepNumber">1 for the first.</param>
    /// <param name="reason">For people; longer than 4,000 characters is cut. None by default.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="TaskNotFoundException">There is no such task that the scope may see, or no such step.</exception>
    /// <exception cref="TaskLeaseLostException">Another worker has claimed the task since, or the lease was released.</exception>
    /// <exception cref="InvalidTaskStateException">The step was begun under another lease, or it is over, or the task is.</exception>
    /// <exception cref="AccessDeniedException">The scope sees it and may not write it.</exception>
    Task<AgentTask> SkipStepAsync(
        AgentScope scope, TaskLease lease, int stepNumber, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// A person leaves a step out: one that is pending, waits for an approval, or has failed. A task that had failed by it goes on.
    /// </summary>
    /// <param name="scope">Who leaves it out.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="stepNumber">1 for the first.</param>
    /// <param name="reason">For people; longer than 4,000 characters is cut. None by default.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="TaskNotFoundException">There is no such task that the scope may see, or no such step.</exception>
    /// <exception cref="InvalidTaskStateException">A worker has begun it, or it is completed or canceled.</exception>
    /// <exception cref="AccessDeniedException">The scope sees it and may not write it.</exception>
    Task<AgentTask> SkipStepAsync(
        AgentScope scope, Guid taskId, int stepNumber, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>Makes a failed step pending again, as another attempt; the task is open again and can be claimed.</summary>
    /// <param name="scope">Who wants another try.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="stepNumber">1 for the first.</param>
    /// <param name="failedAttempt">
    /// <see cref="TaskStep.Attempt"/> of the step as it was read. If there was a later attempt already, that is the retry: the task is returned as
    /// it is.
    /// </param>
    /// <param name="approveAgain">Whether a step that requires an approval needs a new one. By default the approval that it has holds.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="TaskNotFoundException">There is no such task that the scope may see, or no such step.</exception>
    /// <exception cref="InvalidTaskStateException">The step has not failed.</exception>
    /// <exception cref="AccessDeniedException">The scope sees it and may not write it.</exception>
    Task<AgentTask> RetryStepAsync(
        AgentScope scope,
        Guid taskId,
        int stepNumber,
        int failedAttempt,
        bool approveAgain = false,
        CancellationToken cancellationToken = default);

    /// <summary>Lets a step that waits for an approval be carried out: it is pending, and the task can be claimed.</summary>
    /// <remarks>
    /// Whoever may write a task may decide on it: its owner, and a service. Where others approve, such as a manager or an admin, the host checks
    /// that they may and decides for them through <see cref="AgentScope.ForService(string, string)"/>, whose user is then the approver.
    /// </remarks>
    /// <param name="scope">Who decides.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="stepNumber">1 for the first.</param>
    /// <param name="decision">Approver, comment and operation id. Default: the user of the scope, without a comment.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">A service without a user names no approver, or a user names somebody else.</exception>
    /// <exception cref="TaskNotFoundException">There is no such task that the scope may see, or no such step.</exception>
    /// <exception cref="ApprovalAlreadyDecidedException">Somebody was first.</exception>
    /// <exception cref="InvalidTaskStateException">The step does not wait for an approval, and nobody has decided on it.</exception>
    /// <exception cref="AccessDeniedException">The scope sees it and may not write it.</exception>
    Task<AgentTask> ApproveAsync(
        AgentScope scope, Guid taskId, int stepNumber, NewDecision? decision = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Refuses a step that waits for an approval: it and all that were still to come are canceled, and the task with them. The comment is the
    /// reason.
    /// </summary>
    /// <inheritdoc cref="ApproveAsync" path="/remarks|/param|/exception"/>
    Task<AgentTask> RejectAsync(
        AgentScope scope, Guid taskId, int stepNumber, NewDecision? decision = null, CancellationToken cancellationToken = default);

    /// <summary>Calls a task off: all steps that are not over are canceled, and its worker gets errors from then on.</summary>
    /// <param name="scope">Who calls it off.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="reason">For people; longer than 4,000 characters is cut. None by default.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="TaskNotFoundException">There is none that the scope may see.</exception>
    /// <exception cref="InvalidTaskStateException">It is completed or has failed.</exception>
    /// <exception cref="AccessDeniedException">The scope sees it and may not write it.</exception>
    Task<AgentTask> CancelAsync(AgentScope scope, Guid taskId, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Fails open tasks whose deadline has passed, by the host's clock: the step whose turn it is fails, and the task with it. Those that are
    /// being written to at the moment are left for the next call. Several may sweep at once: each task is failed by one of them.
    /// </summary>
    /// <param name="scope">Fails what the scope may write; a service sweeps the whole workspace.</param>
    /// <param name="limit">How many at most, the earliest deadline first: 1 to 10,000; 100 by default.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The tasks that this call failed, the earliest deadline first; fewer than asked for means that there are no more for now.</returns>
    Task<IReadOnlyList<AgentTask>> FailOverdueAsync(AgentScope scope, int limit = 100, CancellationToken cancellationToken = default);
}
