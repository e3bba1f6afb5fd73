using System.Text.Json;

namespace AgentKit;

/// <summary>The audit of tools: what was called, with what, what came of it, and how long it took.</summary>
/// <remarks>
/// <para>Singleton and thread-safe. Each call is one network round trip unless it says otherwise.</para>
/// <para>Concurrency and repetition: a tool run is started once and completed once. Starting it again under its id returns it as it is.
/// Completing it again with the same status returns it as it was completed first and writes nothing; with another status it is an
/// <see cref="InvalidToolRunStateException"/>. So every call may be sent again, and is, when a connection is lost.</para>
/// <para>Every method throws <see cref="ArgumentException"/> for values outside their stated range before anything is sent,
/// <see cref="DatabaseUnavailableException"/> when PostgreSQL stays unreachable through all retries, <see cref="DatabaseException"/> for an
/// unexpected answer, and <see cref="OperationCanceledException"/>. What a scope may not see is reported as not found; what it sees and may not
/// write as <see cref="AccessDeniedException"/>.</para>
/// </remarks>
public interface IToolRunLog
{
    /// <summary>Notes that a tool begins to run, or, as <see cref="ToolRunStatus.Pending"/>, that it is to run.</summary>
    /// <exception cref="SessionNotFoundException">There is no such session that the scope may see.</exception>
    /// <exception cref="AlreadyExistsException">The id is taken by a tool run that the scope does not see.</exception>
    Task<ToolRun> StartAsync(AgentScope scope, NewToolRun toolRun, CancellationToken cancellationToken = default);

    /// <summary>Notes a result. A pending run counts as started now.</summary>
    /// <exception cref="ToolRunNotFoundException">There is none that the scope may see.</exception>
    /// <exception cref="InvalidToolRunStateException">It was completed with another status.</exception>
    Task<ToolRun> SucceedAsync(AgentScope scope, Guid toolRunId, JsonElement output, CancellationToken cancellationToken = default);

    /// <summary>Notes a failure.</summary>
    /// <exception cref="ToolRunNotFoundException">There is none that the scope may see.</exception>
    /// <exception cref="InvalidToolRunStateException">It was completed with another status.</exception>
    Task<ToolRun> FailAsync(AgentScope scope, Guid toolRunId, ToolError error, CancellationToken cancellationToken = default);

    /// <summary>Notes that the tool was called off.</summary>
    /// <exception cref="ToolRunNotFoundException">There is none that the scope may see.</exception>
    /// <exception cref="InvalidToolRunStateException">It was completed with another status.</exception>
    Task<ToolRun> CancelAsync(AgentScope scope, Guid toolRunId, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>Notes a tool run that is over already, in one insert: half the cost of starting and completing it.</summary>
    /// <exception cref="SessionNotFoundException">There is no such session that the scope may see.</exception>
    /// <exception cref="AlreadyExistsException">The id is taken by a tool run that the scope does not see.</exception>
    Task<ToolRun> RecordAsync(AgentScope scope, CompletedToolRun toolRun, CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs a tool and logs it whatever happens: its result, its exception, its cancellation, its duration. Two round trips.
    /// </summary>
    /// <remarks>
    /// <para>Nothing runs unaudited: if the start cannot be logged, the tool is not called and that error is thrown. Once the tool has run, its
    /// outcome is the caller's: its result is returned and its own exception is thrown, also if the end cannot be logged; that is then written to
    /// the host's log as an error, and the run is left for <see cref="SweepAsync"/>.</para>
    /// <para>The end is logged even if <paramref name="cancellationToken"/> has been cancelled meanwhile.</para>
    /// </remarks>
    /// <typeparam name="TInput">Becomes JSON by <see cref="AgentKitOptions.SerializerOptions"/>; a <see cref="JsonElement"/> is kept verbatim.</typeparam>
    /// <typeparam name="TResult">Becomes JSON in the same way.</typeparam>
    /// <param name="scope">Who runs the tool.</param>
    /// <param name="sessionId">The session that it runs for.</param>
    /// <param name="toolName">1 to 200 characters.</param>
    /// <param name="input">What the tool is called with, for the log.</param>
    /// <param name="tool">The call itself.</param>
    /// <param name="cancellationToken">Passed on to the tool.</param>
    /// <exception cref="SessionNotFoundException">There is no such session that the scope may see.</exception>
    Task<TResult> RunAsync<TInput, TResult>(
        AgentScope scope,
        Guid sessionId,
        string toolName,
        TInput input,
        Func<CancellationToken, Task<TResult>> tool,
        CancellationToken cancellationToken = default);

    /// <summary>The same with everything that can be said of a tool run beforehand: its run, turn, tool use id and attempt.</summary>
    /// <inheritdoc cref="RunAsync{TInput, TResult}(AgentScope, Guid, string, TInput, Func{CancellationToken, Task{TResult}}, CancellationToken)"/>
    Task<TResult> RunAsync<TResult>(
        AgentScope scope,
        NewToolRun toolRun,
        Func<CancellationToken, Task<TResult>> tool,
        CancellationToken cancellationToken = default);

    /// <summary>Reads a tool run.</summary>
    /// <exception cref="ToolRunNotFoundException">There is none that the scope may see.</exception>
    Task<ToolRun> GetAsync(AgentScope scope, Guid toolRunId, CancellationToken cancellationToken = default);

    /// <summary>One page of the tool runs that the scope may see, the latest first.</summary>
    Task<Page<ToolRun>> ListAsync(AgentScope scope, ToolRunFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>All tool runs of a session in the order in which they were started, read by pages while they are consumed: what a replay needs.</summary>
    IAsyncEnumerable<ToolRun> ReplayAsync(AgentScope scope, Guid sessionId, CancellationToken cancellationToken = default);

    /// <summary>Count, failures and durations per tool, by tool name.</summary>
    /// <param name="scope">Who asks; counts what the scope may see.</param>
    /// <param name="from">Only runs created at or after this time; all by default.</param>
    /// <param name="to">Only runs created before this time; all by default.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<ToolStatistics>> GetStatisticsAsync(
        AgentScope scope, DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Marks runs as failed that were started long ago and never completed, because the process that ran them is gone. Several may sweep at once:
    /// each run is marked by one of them.
    /// </summary>
    /// <param name="scope">Sweeps what the scope may write; a service sweeps the whole workspace.</param>
    /// <param name="olderThan">How long ago a run must have been started; longer than any tool may take. Greater than zero.</param>
    /// <param name="limit">How many at most: 1 to 10,000; 1,000 by default.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The runs that this call marked.</returns>
    Task<IReadOnlyList<ToolRun>> SweepAsync(
        AgentScope scope, TimeSpan olderThan, int limit = 1_000, CancellationToken cancellationToken = default);
}
