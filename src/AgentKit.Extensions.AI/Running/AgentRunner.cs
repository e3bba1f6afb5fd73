using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>
/// Runs the agent of a session: asks its model, calls the tools that the model asks for, and goes on until there is an answer. Everything
/// is kept as it happens: run, turns, usage, tool runs, approvals, events.
/// </summary>
/// <remarks>
/// <para>Singleton and thread-safe; added by <see cref="AgentKitBuilderExtensions.AddAgentRunner"/>. What it promises:</para>
/// <list type="number">
/// <item>Budgets are asked before money is spent: when a run starts, and by a reservation before each model call, which the commit of the
/// reply settles. A call that does not fit is not made.</item>
/// <item>The person's message, the model's first reply and its usage are one commit; so is each further reply, and so are the results of
/// one reply's tools. A model call that fails before anything came leaves nothing in the session but what was committed before, and the
/// run failed.</item>
/// <item>A streamed reply that is canceled or breaks off was paid for: it is committed as far as it came, and its turn says that it was
/// interrupted. Its usage is what the provider has reported by then, or else an estimate: <see cref="AgentRunnerOptions.EstimateTokens"/> for
/// the prompt, the size of what came for the reply. Unfinished reasoning is charged and not kept, for providers refuse it in the requests that
/// follow; where nothing else came, nothing is committed but the usage. The run is canceled or has failed, and the exception is thrown
/// on.</item>
/// <item>Such a reply is not an answer: whoever goes on asks the model for a whole one, and a call in it is not made, but answered with an error
/// that says so.</item>
/// <item>A tool is called if the host has it, the agent's definition lists it and nobody has disabled it; the <see cref="IApprovalPolicy"/>
/// decides from the session owner's <see cref="AutoExecuteLevel"/> and the tool's risk whether at once, after a person's approval, or not
/// at all. All else is an error that the model reads.</item>
/// <item>A tool is called at most once for one request of the model, whoever resumes and however often: its tool run has an id that follows
/// from the request. One that was begun by a worker that died is not called again; the model is told that it was interrupted.</item>
/// <item>What waits for a person is a task with one step (<see cref="ITaskStore.ListPendingApprovalsAsync"/>), and the run ends. Once a
/// person has decided, <see cref="ResumeAsync(AgentScope, Guid, CancellationToken)"/> calls the tool, or tells the model of the refusal, in
/// a run of its own; once all calls of the reply are answered, the model goes on in it. Meanwhile the conversation may go on.</item>
/// <item>One continuation of a run goes on at a time: what is decided while it does is done by it, or by the next one. So a model is asked
/// once, however approvals come in and whoever resumes.</item>
/// <item>A run is held under a lease that is renewed while it lasts. <see cref="ResumeAsync(AgentScope, Guid, CancellationToken)"/> takes
/// over the run of a worker that died, and goes on where its last commit stands; a worker that was thought dead cannot commit any more, and
/// what its reply cost is counted all the same.</item>
/// </list>
/// </remarks>
public sealed class AgentRunner
{
    /// <summary>The type of the <see cref="RunError"/> of a run whose model was called too often.</summary>
    public const string CallLimitError = "model_call_limit";

    private readonly RunServices _services;
    private readonly RunStarter _starter;
    private readonly RunResumer _resumer;

    internal AgentRunner(RunServices services)
    {
        _services = services;
        _starter = new RunStarter(services);
        _resumer = new RunResumer(services, _starter);
    }

    /// <summary>Answers a person's text.</summary>
    /// <inheritdoc cref="RunAsync(AgentScope, Guid, ChatMessage, AgentRunOptions?, CancellationToken)"/>
    public Task<AgentRunResult> RunAsync(
        AgentScope scope, Guid sessionId, string message, AgentRunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return RunAsync(scope, sessionId, new ChatMessage(ChatRole.User, message), options, cancellationToken);
    }

    /// <summary>Answers a message.</summary>
    /// <param name="scope">Who asks; must be able to write the session.</param>
    /// <param name="sessionId">An active session.</param>
    /// <param name="message">What the person says; now, where <see cref="ChatMessage.CreatedAt"/> gives no time.</param>
    /// <param name="options">An id that makes the call repeatable, and limits of this run. Default: none.</param>
    /// <param name="cancellationToken">
    /// Cancels the run, which is then recorded as canceled. What is paid for or done by then is committed.
    /// </param>
    /// <exception cref="ArgumentException">The message cannot be stored.</exception>
    /// <exception cref="SessionNotFoundException">There is no such session that the scope may see.</exception>
    /// <exception cref="InvalidSessionStateException">The session is not active: closed, paused, or handed off to a person.</exception>
    /// <exception cref="AgentNotFoundException">The session's agent is not registered any more.</exception>
    /// <exception cref="AccessDeniedException">The scope may read the session but not write it.</exception>
    /// <exception cref="BudgetExceededException">Too little is left for a run, or for the next model call; the model was not called.</exception>
    /// <exception cref="RunLeaseHeldException">The run of this id is under way elsewhere.</exception>
    /// <exception cref="RunLeaseLostException">The run was taken over or called off meanwhile.</exception>
    /// <exception cref="InvalidRunStateException">The run of this id has failed or was canceled; another try is another run.</exception>
    /// <exception cref="ExchangeNotSavedException">There is a reply, and the database could not be reached to commit it.</exception>
    public async Task<AgentRunResult> RunAsync(
        AgentScope scope, Guid sessionId, ChatMessage message, AgentRunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(message);
        return await RunAsync(scope, sessionId, message, options, RunObserver.None, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Answers a message, and tells what happens while it does: pieces of the answer as they come, tools, the end.</summary>
    /// <remarks>A reader that stops reading cancels the run; what it has received of a reply by then is committed, as it is where the model
    /// breaks off.</remarks>
    /// <inheritdoc cref="RunAsync(AgentScope, Guid, ChatMessage, AgentRunOptions?, CancellationToken)" path="/param|/exception"/>
    public IAsyncEnumerable<AgentRunUpdate> RunStreamingAsync(
        AgentScope scope, Guid sessionId, ChatMessage message, AgentRunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(message);
        return StreamAsync((observer, token) => RunAsync(scope, sessionId, message, options, observer, token), cancellationToken);
    }

    /// <summary>Answers a person's text, and tells what happens while it does.</summary>
    /// <inheritdoc cref="RunStreamingAsync(AgentScope, Guid, ChatMessage, AgentRunOptions?, CancellationToken)"/>
    public IAsyncEnumerable<AgentRunUpdate> RunStreamingAsync(
        AgentScope scope, Guid sessionId, string message, AgentRunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return RunStreamingAsync(scope, sessionId, new ChatMessage(ChatRole.User, message), options, cancellationToken);
    }

    /// <summary>
    /// Goes on where a session stands: takes over the run of a worker that is gone, or goes on in a new run where a person has decided
    /// about a tool, or a run failed before its answer or within it. May be called at any time and by any number of workers; one of them goes on.
    /// </summary>
    /// <remarks>
    /// <para>A call goes on from one run, the oldest first: where several may have something to do, it is called until it returns
    /// <see langword="null"/>.</para>
    /// <para>What was called off stays called off: it does not go on from a run that was canceled, by its caller's token or by
    /// <see cref="IRunStore"/>, nor carry out the calls that such a run left. Nor does it go on from a run that failed with
    /// <see cref="CallLimitError"/>, which would begin to count anew. A new message goes on from either.</para>
    /// </remarks>
    /// <returns>What came of it; <see langword="null"/> where there is nothing to do, or somebody else does it.</returns>
    /// <param name="scope">Who asks; must be able to write the session.</param>
    /// <param name="sessionId">An active session.</param>
    /// <param name="cancellationToken">Cancels the run, which is then recorded as canceled.</param>
    /// <inheritdoc cref="RunAsync(AgentScope, Guid, ChatMessage, AgentRunOptions?, CancellationToken)" path="/exception"/>
    public async Task<AgentRunResult?> ResumeAsync(AgentScope scope, Guid sessionId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return await ResumeAsync(scope, sessionId, RunObserver.None, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Goes on where a session stands, and tells what happens while it does. No updates: there is nothing to do.</summary>
    /// <inheritdoc cref="ResumeAsync(AgentScope, Guid, CancellationToken)" path="/param|/exception"/>
    public IAsyncEnumerable<AgentRunUpdate> ResumeStreamingAsync(
        AgentScope scope, Guid sessionId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return StreamAsync((observer, token) => ResumeAsync(scope, sessionId, observer, token), cancellationToken);
    }

    private async Task<AgentRunResult> RunAsync(
        AgentScope scope,
        Guid sessionId,
        ChatMessage message,
        AgentRunOptions? options,
        RunObserver observer,
        CancellationToken cancellationToken)
    {
        var (state, earlier) = await _starter.BeginAsync(
            scope, sessionId, message, options ?? new AgentRunOptions(), observer, cancellationToken).ConfigureAwait(false);
        if (state is not null)
        {
            return await new RunLoop(_services, state).RunAsync(cancellationToken).ConfigureAwait(false);
        }

        observer.Tell(new(AgentRunUpdateKind.Ended) { Outcome = earlier });
        return earlier!;
    }

    private async Task<AgentRunResult?> ResumeAsync(
        AgentScope scope, Guid sessionId, RunObserver observer, CancellationToken cancellationToken)
    {
        var state = await _resumer.ResumeAsync(scope, sessionId, observer, cancellationToken).ConfigureAwait(false);
        return state is null ? null : await new RunLoop(_services, state).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async IAsyncEnumerable<AgentRunUpdate> StreamAsync<TResult>(
        Func<RunObserver, CancellationToken, Task<TResult>> run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var updates = Channel.CreateUnbounded<AgentRunUpdate>(new UnboundedChannelOptions { SingleReader = true });
        var running = RunAsync();
        try
        {
            await foreach (var update in updates.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                yield return update;
            }
        }
        finally
        {
            // A reader that goes away stops the run, and waits until what was received is kept.
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAny(running).ConfigureAwait(false);
            _ = running.Exception; // for a reader that has gone there is nobody to throw it to
        }

        await running.ConfigureAwait(false);

        async Task RunAsync()
        {
            try
            {
                await run(new RunObserver(updates.Writer), stop.Token).ConfigureAwait(false);
            }
            finally
            {
                updates.Writer.Complete();
            }
        }
    }
}
