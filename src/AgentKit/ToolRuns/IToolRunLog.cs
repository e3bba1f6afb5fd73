using System.Text.Json;

namespace AgentKit;

/// <summary>The audit of tools: what was called, with what, what came of it, and how long it took.</summary>
/// <remarks>
/// <para>Singleton and thread-safe. Each call is one network round trip unless it says otherwise; a write that finds itself applied already, that
/// is refused, or that begins a tool run which waited, is two.</para>
/// <para>Concurrency and repetition: a tool run is started once and completed once, whoever tries.</para>
/// <list type="number">
/// <item>Starting it again under its id returns it as it is and writes nothing; only one that is pending begins by being started.</item>
/// <item>Completing it again with the same status returns it as it was completed first and writes nothing; with another status it is an
/// <see cref="InvalidToolRunStateException"/>. Of several completions at once, one wins; a sweep is one of them.</item>
/// <item>So every call may be sent again, and is, when a connection is lost. Only
/// <see cref="RunAsync{TResult}(AgentScope, NewToolRun, Func{CancellationToken, Task{TResult}}, CancellationToken)"/> refuses an id that was
/// started before: it would run the tool twice.</item>
/// </list>
/// <para>Every method throws <see cref="ArgumentException"/> for values outside their stated range before anything is sent,
/// <see cref="DatabaseUnavailableException"/> when PostgreSQL stays unreachable through all retries, <see cref="DatabaseException"/> for an
/// unexpected answer, and <see cref="OperationCanceledException"/>. What a scope may not see is reported as not found; what it sees and may not
/// write as <see cref="AccessDeniedException"/>.</para>
/// </remarks>
public interface IToolRunLog
{
    /// <summary>Notes that a tool begins to run, or, if it is to wait, that it is to run. One that waited begins when it is started.</summary>
    /// <remarks>
    /// A pending one that begins keeps what was noted of it first: input, run, turn, tool use id and attempt. Where several workers start
    /// one, <see cref="ToolRun.Worker"/> says which of them it was.
    /// </remarks>
    /// <exception cref="SessionNotFoundException">There is no such session that the scope may see.</exception>
    /// <exception cref="RunNotFoundException">There is no such run of an agent that the scope may see.</exception>
    /// <exception cref="AlreadyExistsException">
    /// The id is taken by another tool run: one of another session or tool, or one that the scope does not see.
    /// </exception>
    /// <exception cref="AccessDeniedException">The scope sees the session and may not write in it.</exception>
    Task<ToolRun> StartAsync(AgentScope scope, NewToolRun toolRun, CancellationToken cancellationToken = default);

    /// <summary>Notes a result. A pending run counts as started now.</summary>
    /// <exception cref="ToolRunNotFoundException">There is none that the scope may see.</exception>
    /// <exception cref="InvalidToolRunStateException">It was completed with another status.</exception>
    /// <exception cref="AccessDeniedException">The scope sees it and may not write it.</exception>
    Task<ToolRun> SucceedAsync(AgentScope scope, Guid toolRunId, JsonElement output, CancellationToken cancellationToken = default);

    /// <summary>Notes a failure. A pending run counts as started now.</summary>
    /// <exception cref="ToolRunNotFoundException">There is none that the scope may see.</exception>
    /// <exception cref="InvalidToolRunStateException">It was completed with another status.</exception>
    /// <exception cref="AccessDeniedException">The scope sees it and may not write it.</exception>
    Task<ToolRun> FailAsync(AgentScope scope, Guid toolRunId, ToolError error, CancellationToken cancellationToken = default);

    /// <summary>Notes that the tool was called off, before it began or while it ran.</summary>
    /// <param name="scope">Who calls it off.</param>
    /// <param name="toolRunId">The tool run.</param>
    /// <param name="reason">
    /// For people; at most 4,000 characters, longer ones are cut. Kept as an error of type <see cref="ToolError.Canceled"/>. None by default.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ToolRunNotFoundException">There is none that the scope may see.</exception>
    /// <exception cref="InvalidToolRunStateException">It was completed with another status.</exception>
    /// <exception cref="AccessDeniedException">The scope sees it and may not write it.</exception>
    Task<ToolRun> CancelAsync(AgentScope scope, Guid toolRunId, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>Notes a tool run that is over already, in one insert: half the cost of starting and completing it.</summary>
    /// <exception cref="SessionNotFoundException">There is no such session that the scope may see.</exception>
    /// <exception cref="RunNotFoundException">There is no such run of an agent that the scope may see.</exception>
    /// <exception cref="AlreadyExistsException">
    /// The id is taken by another tool run: one of another session or tool, or one that the scope does not see.
    /// </exception>
    /// <exception cref="AccessDeniedException">The scope sees the session and may not write in it.</exception>
    /// <exception cref="InvalidToolRunStateException">The id is that of this tool run, which is not completed or has another end.</exception>
    Task<ToolRun> RecordAsync(AgentScope scope, CompletedToolRun toolRun, CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs a tool and logs it whatever happens: its result, its exception, its cancellation, its duration. Two round trips.
    /// </summary>
    /// <remarks>
    /// <para>Nothing runs unaudited: if the start cannot be logged, the tool is not called and that error is thrown. Once the tool has run, its
    /// outcome is the caller's: its result is returned and its own exception is thrown, also if the end cannot be logged; that is then written to
    /// the host's log as an error, and the run is left for <see cref="SweepAsync"/>.</para>
    /// <para>The end is logged even if <paramref name="cancellationToken"/> has been cancelled meanwhile. The run is canceled if the tool ends
    /// by an <see cref="OperationCanceledException"/> after that token was cancelled, and failed with any other exception: its type and its
    /// message, in which what PostgreSQL cannot hold is replaced by U+FFFD.</para>
    /// <para>A result that cannot be stored (it does not serialize, is larger than <see cref="ContentLimits.ToolPayloadBytes"/>, or holds
    /// U+0000) still is a success: the output that is logged is <c>{"unlogged": "why"}</c>, the host's log has a warning, and the caller gets
    /// the result.</para>
    /// </remarks>
    /// <typeparam name="TInput">
    /// Becomes JSON by <see cref="AgentKitOptions.SerializerOptions"/>; a <see cref="JsonElement"/> or <see cref="JsonDocument"/> is kept
    /// verbatim, a <see cref="System.Text.Json.Nodes.JsonNode"/> as it writes itself, and <see langword="null"/> is JSON null.
    /// </typeparam>
    /// <typeparam name="TResult">Becomes JSON in the same way.</typeparam>
    /// <param name="scope">Who runs the tool.</param>
    /// <param name="sessionId">The session that it runs for.</param>
    /// <param name="toolName">1 to 200 characters.</param>
    /// <param name="input">What the tool is called with, for the log.</param>
    /// <param name="tool">The call itself.</param>
    /// <param name="cancellationToken">Passed on to the tool.</param>
    /// <exception cref="ArgumentException">The input cannot be serialized, is too large, or cannot be stored; the tool was not called.</exception>
    /// <exception cref="SessionNotFoundException">There is no such session that the scope may see.</exception>
    /// <exception cref="AccessDeniedException">The scope sees the session and may not write in it.</exception>
    Task<TResult> RunAsync<TInput, TResult>(
        AgentScope scope,
        Guid sessionId,
        string toolName,
        TInput input,
        Func<CancellationToken, Task<TResult>> tool,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// The same with everything that can be said of a tool run beforehand: its run, turn, tool use id and attempt. A pending one begins.
    /// </summary>
    /// <inheritdoc cref="RunAsync{TInput, TResult}(AgentScope, Guid, string, TInput, Func{CancellationToken, Task{TResult}}, CancellationToken)"/>
    /// <param name="scope">Who runs the tool.</param>
    /// <param name="toolRun">What is logged of it; not <see cref="NewToolRun.IsPending"/>.</param>
    /// <param name="tool">The call itself.</param>
    /// <param name="cancellationToken">Passed on to the tool.</param>
    /// <exception cref="RunNotFoundException">There is no such run of an agent that the scope may see.</exception>
    /// <exception cref="AlreadyExistsException">
    /// The id is taken by another tool run: one of another session or tool, or one that the scope does not see.
    /// </exception>
    /// <exception cref="InvalidToolRunStateException">It was started before, here or elsewhere; the tool was not called.</exception>
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

    /// <summary>
    /// All tool runs of a session that began, in the order in which they did, read by pages while they are consumed: what a replay needs. One
    /// round trip for 100 of them; none of an unknown session.
    /// </summary>
    IAsyncEnumerable<ToolRun> ReplayAsync(AgentScope scope, Guid sessionId, CancellationToken cancellationToken = default);

    /// <summary>Count, failures and durations per tool, by tool name. Reads every tool run of the time asked for.</summary>
    /// <param name="scope">Who asks; counts what the scope may see.</param>
    /// <param name="from">Only runs whose id was made at or after this time, to the millisecond; all by default.</param>
    /// <param name="to">Only runs whose id was made before this time, to the millisecond; all by default.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<ToolStatistics>> GetStatisticsAsync(
        AgentScope scope, DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Marks runs as failed that were started long ago and never completed, because the process that ran them is gone. Several may sweep at once:
    /// each run is marked by one of them. A completion at the same time wins or loses like any other.
    /// </summary>
    /// <remarks>
    /// It reads every tool run that it looks back on, for an index of what runs would slow all completions down. As a measure: a million tool
    /// runs took four seconds on two cores. So sweep often with a short look-back, and seldom without one.
    /// </remarks>
    /// <param name="scope">Sweeps what the scope may write; a service sweeps the whole workspace.</param>
    /// <param name="olderThan">How long ago a run must have been started; longer than any tool may take. Greater than zero.</param>
    /// <param name="limit">How many at most: 1 to 10,000; 1,000 by default.</param>
    /// <param name="lookBack">
    /// Only runs whose id was made within this time before now, which must be more than <paramref name="olderThan"/>; all by default.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The runs that this call marked as failed with <see cref="ToolError.Abandoned"/>, in no particular order.</returns>
    Task<IReadOnlyList<ToolRun>> SweepAsync(
        AgentScope scope,
        TimeSpan olderThan,
        int limit = 1_000,
        TimeSpan? lookBack = null,
        CancellationToken cancellationToken = default);
}
