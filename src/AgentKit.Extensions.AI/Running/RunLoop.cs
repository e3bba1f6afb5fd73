using System.Text.Json.Nodes;

namespace AgentKit.Extensions.AI;

/// <summary>
/// Model, tools, model, until nothing is open: each step follows from what is stored, so whoever takes over goes on where it stands.
/// </summary>
internal sealed class RunLoop
{
    private readonly RunServices _services;
    private readonly RunState _state;
    private readonly RunEvents _events;
    private readonly RunCommits _commits;
    private readonly ToolCaller _tools;
    private readonly ModelCaller _model;

    public RunLoop(RunServices services, RunState state)
    {
        _services = services;
        _state = state;
        _events = new RunEvents(services, state);
        _commits = new RunCommits(services, state);
        _tools = new ToolCaller(services, state, _events);
        _model = new ModelCaller(services, state, _commits, _events);
    }

    public async Task<AgentRunResult> RunAsync(CancellationToken cancellationToken)
    {
        using var observation = _services.Telemetry.BeginRun(_state);
        try
        {
            var result = await RunToEndAsync(cancellationToken).ConfigureAwait(false);
            observation?.Ended(result);
            return result;
        }
        catch (Exception exception) when (observation is not null)
        {
            observation.Failed(exception, exception is OperationCanceledException && cancellationToken.IsCancellationRequested);
            throw;
        }
    }

    private async Task<AgentRunResult> RunToEndAsync(CancellationToken cancellationToken)
    {
        await _events.PhaseAsync("run_started", new JsonObject { ["agent"] = _state.Agent.Id, ["model"] = _state.Agent.Model })
            .ConfigureAwait(false);
        _state.Observer.Tell(new(AgentRunUpdateKind.Started) { Run = _state.Run });
        var heartbeat = new LeaseHeartbeat(
            _services,
            _state.Run.Id,
            (duration, token) => _services.Runs.RenewAsync(_state.Scope, _state.Run.Lease, duration, token),
            cancellationToken);
        await using var _ = heartbeat.ConfigureAwait(false);
        try
        {
            var result = await StepAsync(heartbeat.Token).ConfigureAwait(false);
            _state.Observer.Tell(new(AgentRunUpdateKind.Ended) { Outcome = result });
            return result;
        }
        catch (Exception exception) when (exception is RunLeaseLostException || heartbeat.Lost is not null)
        {
            // The run is somebody else's, or over: every commit would be refused.
            await _events.PhaseAsync("run_lost").ConfigureAwait(false);
            throw exception as RunLeaseLostException ?? heartbeat.Lost!;
        }
        catch (Exception exception) // whatever it is, it is recorded and thrown on
        {
            var isCanceled = exception is OperationCanceledException && cancellationToken.IsCancellationRequested;
            var isOurs = await RunEnd.RecordAsync(_services, _state.Scope, _state.Run, exception, isCanceled).ConfigureAwait(false);
            await _events.PhaseAsync(!isOurs ? "run_lost" : isCanceled ? "run_canceled" : "run_failed").ConfigureAwait(false);
            throw;
        }
    }

    private async Task<AgentRunResult> StepAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var open = _state.OpenCalls();
            if (open.Count > 0)
            {
                if (await AnswerAsync(open, cancellationToken).ConfigureAwait(false) is { } result)
                {
                    return result;
                }
            }
            else if (_state.Message is null && _state.History is [.., { Role: TurnRole.Assistant } last] && !InterruptedReply.Is(last))
            {
                return await CompleteAsync(AgentRunOutcome.Completed, "run_completed", []).ConfigureAwait(false);
            }
            else
            {
                await _model.CallAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Commits what is answered; the end of the run, where it cannot go on.</summary>
    private async Task<AgentRunResult?> AnswerAsync(IReadOnlyList<OpenCall> open, CancellationToken cancellationToken)
    {
        var isAtLimit = _state.ModelCalls >= _services.Options.MaxModelCalls;
        var answers = isAtLimit
            ? await Task.WhenAll(open.Select(call => _tools.RefuseAsync(call, ToolTexts.Limit))).ConfigureAwait(false)
            : await _tools.AnswerAsync(open, cancellationToken).ConfigureAwait(false);
        ToolResultBlock[] results = [.. answers.Select(answer => answer.Result).OfType<ToolResultBlock>()];
        if (results.Length > 0)
        {
            await _commits.AppendAsync(_commits.Make([Turn.Tool(results)])).ConfigureAwait(false);
        }

        if (isAtLimit)
        {
            return await FailAtLimitAsync().ConfigureAwait(false);
        }

        AgentTask[] waiting = [.. answers.Select(answer => answer.Waiting).OfType<AgentTask>()];
        return waiting.Length == 0
            ? null
            : await CompleteAsync(AgentRunOutcome.WaitingForApproval, "run_waiting", waiting).ConfigureAwait(false);
    }

    private async Task<AgentRunResult> CompleteAsync(AgentRunOutcome outcome, string type, IReadOnlyList<AgentTask> approvals)
    {
        _state.Run = await _services.Runs.CompleteAsync(_state.Scope, _state.Run.Lease, CancellationToken.None).ConfigureAwait(false);
        await _events.PhaseAsync(type).ConfigureAwait(false);
        return ResultOf(outcome, approvals);
    }

    private async Task<AgentRunResult> FailAtLimitAsync()
    {
        var error = new RunError(AgentRunner.CallLimitError, $"The model was called {_state.ModelCalls} times and still asks for tools.");
        _state.Run = await _services.Runs.FailAsync(_state.Scope, _state.Run.Lease, error, CancellationToken.None).ConfigureAwait(false);
        await _events.PhaseAsync("run_failed").ConfigureAwait(false);
        return ResultOf(AgentRunOutcome.CallLimitReached, []);
    }

    private AgentRunResult ResultOf(AgentRunOutcome outcome, IReadOnlyList<AgentTask> approvals) => new()
    {
        Outcome = outcome,
        Run = _state.Run,
        Session = _state.Session,
        Reply = _state.Reply,
        Approvals = approvals,
    };
}
