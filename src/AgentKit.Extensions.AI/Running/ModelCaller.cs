using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>One call of the model: reserve, ask, commit the reply with what it cost.</summary>
internal sealed class ModelCaller(RunServices services, RunState state, RunCommits commits, RunEvents events)
{
    /// <exception cref="BudgetExceededException">Too little is left; the model was not called.</exception>
    public async Task CallAsync(CancellationToken cancellationToken)
    {
        var options = OptionsOf();
        var prompt = PromptOf();
        var promptTokens = services.Options.EstimateTokens(prompt, options);
        var reservation = await services.Budgets.ReserveAsync(
            state.Scope,
            new NewReservation(state.Session.Id)
            {
                Id = services.NewId(),
                RunId = state.Run.Id,
                Tokens = Math.Clamp(promptTokens + (options.MaxOutputTokens ?? 0), 1, Usage.MaxTokens),
                Cost = Math.Clamp(services.Options.EstimateCost(prompt, options), 0, Usage.MaxCost),
            },
            cancellationToken).ConfigureAwait(false);
        state.ModelCalls++;
        await events.HookAsync("before_model_call", payload: new JsonObject { ["call"] = state.ModelCalls, ["messages"] = prompt.Count })
            .ConfigureAwait(false);

        var call = new ModelCall(prompt, options, promptTokens, reservation.Id, services.Time.GetTimestamp());
        var response = await AskAsync(call, cancellationToken).ConfigureAwait(false);
        await KeepAsync(call, response, []).ConfigureAwait(false);
    }

    private IReadOnlyList<ChatMessage> PromptOf()
    {
        var json = services.Options.SerializerOptions;
        var turns = state.Message is null ? state.History : state.History.Append(state.Message);
        var messages = PromptOrder.Arrange(turns.ToChatMessages(json));
        if (state.Message is null && state.History is [.., var last] && InterruptedReply.Is(last))
        {
            messages = [.. messages, new ChatMessage(ChatRole.User, PromptOrder.BrokeOff)];
        }

        return state.Agent.Instructions.Length == 0 ? messages : [new ChatMessage(ChatRole.System, state.Agent.Instructions), .. messages];
    }

    /// <summary>Tools as declarations: a client that calls functions by itself would do so unasked and unaudited.</summary>
    private ChatOptions OptionsOf()
    {
        var options = new ChatOptions
        {
            ModelId = state.Agent.Model,
            MaxOutputTokens = services.Options.MaxOutputTokens,
            Tools = state.Tools.Count == 0 ? null : [.. state.Tools.Values.Select(tool => tool.Function.AsDeclarationOnly())],
        };
        services.Options.ConfigureChat(state.Agent, options);
        return options;
    }

    private async Task<ChatResponse> AskAsync(ModelCall call, CancellationToken cancellationToken)
    {
        List<ChatResponseUpdate> received = [];
        try
        {
            var client = services.Options.ChatClient(services.Provider, state.Agent);
            return await AskAsync(client, call, received, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await (InterruptedReply.Of(received, () => call.PromptTokens) switch
            {
                null => ReleaseAsync(call.ReservationId),
                { IsWorthKeeping: true } reply => KeepAsync(call, reply.Response, reply.Extras),
                var reply => ChargeAsync(call, reply.Response),
            }).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<ChatResponse> AskAsync(
        IChatClient client, ModelCall call, List<ChatResponseUpdate> received, CancellationToken cancellationToken)
    {
        using var observation = services.Telemetry.BeginChat(client, call.Options, state.Session.Id, state.Scope);
        try
        {
            var response = state.Observer.IsStreaming
                ? await StreamAsync(client, call, received, cancellationToken).ConfigureAwait(false)
                : await client.GetResponseAsync(call.Prompt, call.Options, cancellationToken).ConfigureAwait(false);
            observation?.Answered(response);
            return response;
        }
        catch (Exception exception) when (observation is not null)
        {
            observation.Failed(exception);
            throw;
        }
    }

    private async Task<ChatResponse> StreamAsync(
        IChatClient client, ModelCall call, List<ChatResponseUpdate> received, CancellationToken cancellationToken)
    {
        await foreach (var update in client.GetStreamingResponseAsync(call.Prompt, call.Options, cancellationToken).ConfigureAwait(false))
        {
            received.Add(update.Clone());
            state.Observer.Tell(new(AgentRunUpdateKind.Response) { Response = update });
        }

        return received.ToChatResponse();
    }

    private async Task KeepAsync(ModelCall call, ChatResponse response, JsonObject extras)
    {
        var turns = response.ToTurns(CostOf(response), services.Options.SerializerOptions).ToList();
        var last = turns.FindLastIndex(turn => turn.Role == TurnRole.Assistant);
        turns[last] = turns[last] with { Latency = services.Time.GetElapsedTime(call.BegunAt) };
        for (var i = 0; i <= last; i++)
        {
            turns[i] = turns[i].Role == TurnRole.Assistant
                ? turns[i] with { Metadata = ResponseWriter.AddExtras(turns[i].Metadata, extras) }
                : turns[i];
        }

        var usage = turns[last].Usage;
        if (state.Message is { } message)
        {
            turns.Insert(0, message);
        }

        await CommitAsync(turns, response, usage, call.ReservationId).ConfigureAwait(false);
        state.Message = null;
        state.Replied(state.History.FindLast(turn => turn.Role == TurnRole.Assistant)!);
        await TellAsync(response, usage).ConfigureAwait(false);
    }

    /// <summary>There is nothing to keep, but it was paid for.</summary>
    private async Task ChargeAsync(ModelCall call, ChatResponse response)
    {
        try
        {
            await CountAsync(response.Usage!.ToUsage(CostOf(response)), call.ReservationId).ConfigureAwait(false);
        }
        catch (AgentKitException exception)
        {
            RunLog.NotCounted(services.Logger, exception, state.Run.Id);
        }
    }

    private Task<Session> CountAsync(Usage usage, Guid reservationId) => services.Runs.AddUsageAsync(
        state.Scope, state.Session.Id, state.Run.Id, usage, reservationId, services.NewId(), CancellationToken.None);

    private async Task CommitAsync(List<Turn> turns, ChatResponse response, Usage usage, Guid reservationId)
    {
        var commit = commits.Make(turns, reservationId);
        try
        {
            await commits.AppendAsync(commit).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RunLeaseLostException or InvalidSessionStateException)
        {
            // The reply comes too late to be said; what it cost is counted all the same.
            await CountAsync(usage, reservationId).ConfigureAwait(false);
            throw;
        }
        catch (DatabaseUnavailableException exception)
        {
            throw new ExchangeNotSavedException(state.Session.Id, response, commit, exception);
        }
    }

    private async Task TellAsync(ChatResponse response, Usage usage)
    {
        await events.ResponseAsync("model_response", payload: new JsonObject
        {
            ["call"] = state.ModelCalls,
            ["model"] = response.ModelId,
            ["finishReason"] = response.FinishReason?.Value,
            ["inputTokens"] = usage.InputTokens,
            ["outputTokens"] = usage.OutputTokens,
            ["turn"] = state.Reply!.Number,
        }).ConfigureAwait(false);
        state.Observer.Tell(new(AgentRunUpdateKind.Replied) { Turn = state.Reply });
    }

    private decimal CostOf(ChatResponse response)
    {
        try
        {
            if (services.Options.Cost(response) is >= 0 and <= Usage.MaxCost and var cost)
            {
                return cost;
            }

            RunLog.NoCost(services.Logger, exception: null, state.Run.Id);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException) // the host's code may throw anything, and the reply is paid for
        {
            RunLog.NoCost(services.Logger, exception, state.Run.Id);
        }

        return 0;
    }

    private async Task ReleaseAsync(Guid reservationId)
    {
        try
        {
            await services.Budgets.ReleaseAsync(state.Scope, reservationId, CancellationToken.None).ConfigureAwait(false);
        }
        catch (AgentKitException exception)
        {
            RunLog.NotReleased(services.Logger, exception, reservationId);
        }
    }

    private sealed record ModelCall(
        IReadOnlyList<ChatMessage> Prompt, ChatOptions Options, long PromptTokens, Guid ReservationId, long BegunAt);
}
