using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace AgentKit.Extensions.AI;

/// <summary>Reads the history of one session and commits exchanges to it.</summary>
internal sealed class ExchangeStore(
    ISessionStore sessions,
    ExchangeRuns runs,
    AgentScope scope,
    Guid sessionId,
    PersistingChatOptions options,
    ContentLimits limits,
    TimeProvider time,
    GenAITelemetry? telemetry,
    ILogger logger)
{
    private readonly JsonSerializerOptions _json = options.SerializerOptions ?? ContentJsonOptions.Default;

    public Guid SessionId { get; } = sessionId;

    /// <summary>Everything that can be refused is refused here, before money is spent.</summary>
    /// <exception cref="BudgetExceededException">Runs are recorded, and nothing is left to spend.</exception>
    public async Task<ChatExchange> BeginAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions? chatOptions, string? model, CancellationToken cancellationToken)
    {
        ChatMessage[] instructions = [.. messages.Where(message => message.Role == ChatRole.System)];
        ChatMessage[] added = [.. messages.Where(message => message.Role != ChatRole.System)];
        if (added.Length == 0)
        {
            throw new ArgumentException("There is no new message: an exchange begins with one.", nameof(messages));
        }

        var turns = added.Select(message => MessageWriter.WriteNew(message, _json, time)).ToArray();
        StorableTurn.Check(turns, limits, nameof(messages));
        var session = await sessions.GetAsync(scope, SessionId, cancellationToken).ConfigureAwait(false);
        CheckWritable(session);
        var history = await ReadHistoryAsync(cancellationToken).ConfigureAwait(false);
        return new ChatExchange(
            Guid.CreateVersion7(time.GetUtcNow()),
            turns,
            [.. instructions, .. PromptOrder.Arrange([.. history, .. added])],
            chatOptions,
            session.Version,
            time.GetTimestamp(),
            await runs.StartAsync(scope, SessionId, model, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Begins to observe the call of the model; nothing where nobody listens.</summary>
    public ChatObservation? Observe(IChatClient client, ChatOptions? chatOptions) => telemetry?.BeginChat(client, chatOptions, SessionId, scope);

    /// <summary>There is no reply: nothing is committed.</summary>
    public Task FailAsync(ChatExchange exchange, Exception exception, bool isCanceled) =>
        runs.FailAsync(scope, exchange.Run, exception, isCanceled);

    public Task CommitAsync(ChatExchange exchange, ChatResponse response) =>
        CommitAsync(exchange, response, ReplyOf(exchange, response, []), () => runs.CompleteAsync(scope, exchange.Run));

    /// <summary>The reply did not come to its end: what came is kept, or counted at least.</summary>
    public async Task InterruptAsync(ChatExchange exchange, List<ChatResponseUpdate> received, Exception exception, bool isCanceled)
    {
        if (InterruptedReply.Of(received, () => TokenEstimate.Of(exchange.Prompt, exchange.Options ?? new())) is not { } interrupted)
        {
            await FailAsync(exchange, exception, isCanceled).ConfigureAwait(false);
            return;
        }

        var reply = ReplyOf(exchange, interrupted.Response, interrupted.Extras);
        await (options.KeepInterrupted && interrupted.IsWorthKeeping
            ? CommitAsync(exchange, interrupted.Response, reply, () => runs.FailAsync(scope, exchange.Run, exception, isCanceled))
            : runs.DropAsync(scope, exchange.Run, reply, exception, isCanceled)).ConfigureAwait(false);
    }

    /// <summary>Not cancelled with the call: a reply that was paid for is kept.</summary>
    private async Task CommitAsync(ChatExchange exchange, ChatResponse response, Turn[] reply, Func<Task> endRun)
    {
        var commit = new SessionCommit
        {
            OperationId = exchange.OperationId,
            Turns = [.. exchange.Turns, .. reply],
            Run = exchange.Run?.Lease,
        };
        try
        {
            await AppendAsync(commit).ConfigureAwait(false);
            await endRun().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is AgentKitException or ArgumentException)
        {
            await runs.GiveUpAsync(scope, exchange.Run, reply, exception).ConfigureAwait(false);
            throw new ExchangeNotSavedException(SessionId, response, commit, exception);
        }
    }

    private async Task AppendAsync(SessionCommit commit)
    {
        try
        {
            await sessions.AppendAsync(scope, SessionId, commit, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ArgumentException exception)
        {
            // Nothing was sent: the same operation can be given another content.
            ChatLog.ReplyFitted(logger, SessionId, commit.OperationId, exception.Message);
            var fitted = commit with { Turns = [.. commit.Turns.Select(turn => StorableTurn.Fit(turn, limits))] };
            await sessions.AppendAsync(scope, SessionId, fitted, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private Turn[] ReplyOf(ChatExchange exchange, ChatResponse response, JsonObject extras)
    {
        var turns = response.ToTurns(CostOf(response), _json).ToArray();
        var last = Array.FindLastIndex(turns, turn => turn.Role == TurnRole.Assistant);
        extras["basedOn"] = exchange.BasedOn;
        turns[last] = turns[last] with
        {
            Latency = time.GetElapsedTime(exchange.BegunAt),
            Metadata = ResponseWriter.AddExtras(turns[last].Metadata, extras),
        };
        return turns;
    }

    /// <summary>A price that cannot be found, or is none, is not a reason to lose what it is the price of.</summary>
    private decimal CostOf(ChatResponse response)
    {
        if (options.Cost is null)
        {
            return 0;
        }

        try
        {
            var cost = options.Cost(response);
            if (cost is >= 0 and <= Usage.MaxCost)
            {
                return cost;
            }

            ChatLog.NoCost(logger, exception: null, SessionId);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException) // the host's code may throw anything
        {
            ChatLog.NoCost(logger, exception, SessionId);
        }

        return 0;
    }

    private async Task<IReadOnlyList<ChatMessage>> ReadHistoryAsync(CancellationToken cancellationToken)
    {
        if (options.HistoryTurns == 0)
        {
            return [];
        }

        var history = await sessions.GetHistoryAsync(scope, SessionId, options.HistoryTurns, cancellationToken)
            .ConfigureAwait(false);
        var messages = history.Messages.ToChatMessages(_json);
        return options.Reducer is { } reducer
            ? [.. await reducer.ReduceAsync(messages, cancellationToken).ConfigureAwait(false)]
            : messages;
    }

    private void CheckWritable(Session session)
    {
        if (scope.Access != AccessLevel.Service && session.UserId != scope.UserId)
        {
            throw new AccessDeniedException(scope.Access, "commit to", $"session {SessionId}");
        }

        if (session.Status is SessionStatus.Closed or SessionStatus.Archived)
        {
            throw new InvalidSessionStateException(SessionId, session.Status, "go on with it before it is reopened");
        }
    }
}
