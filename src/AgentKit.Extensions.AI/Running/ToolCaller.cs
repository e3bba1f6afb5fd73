namespace AgentKit.Extensions.AI;

/// <summary>Answers the calls of a model: decides about each, and calls, asks a person, or says why not.</summary>
internal sealed class ToolCaller
{
    private readonly RunServices _services;
    private readonly RunState _state;
    private readonly RunEvents _events;
    private readonly ToolExecutor _executor;
    private readonly ApprovalTasks _approvals;
    private readonly Lazy<Task<AutoExecuteLevel>> _level;

    public ToolCaller(RunServices services, RunState state, RunEvents events)
    {
        _services = services;
        _state = state;
        _events = events;
        _executor = new ToolExecutor(services, state, events);
        _approvals = new ApprovalTasks(services, state, events, _executor);
        _level = new Lazy<Task<AutoExecuteLevel>>(LevelAsync);
    }

    /// <summary>One answer for each call, in their order.</summary>
    public async Task<IReadOnlyList<ToolAnswer>> AnswerAsync(IReadOnlyList<OpenCall> calls, CancellationToken cancellationToken)
    {
        var answers = new ToolAnswer[calls.Count];
        await Parallel.ForAsync(
            0,
            calls.Count,
            new ParallelOptions { MaxDegreeOfParallelism = _services.Options.MaxConcurrentTools, CancellationToken = cancellationToken },
            async (i, token) =>
            {
                answers[i] = await AnswerAsync(calls[i], token).ConfigureAwait(false);
                if (answers[i].Result is { } result)
                {
                    _state.Observer.Tell(new(AgentRunUpdateKind.ToolAnswered) { Call = calls[i].Use, Result = result });
                }
            }).ConfigureAwait(false);
        return answers;
    }

    /// <summary>An answer that nothing is called for.</summary>
    public async Task<ToolAnswer> RefuseAsync(OpenCall call, string text)
    {
        await _events.HookAsync("tool_refused", call.Use.Name, ToolExecutor.PayloadOf(call)).ConfigureAwait(false);
        return new ToolAnswer(ToolTexts.Error(call, text));
    }

    private async Task<ToolAnswer> AnswerAsync(OpenCall call, CancellationToken cancellationToken)
    {
        if (call.IsInterrupted)
        {
            return await RefuseAsync(call, ToolTexts.BrokeOff).ConfigureAwait(false);
        }

        if (!_state.IsFresh(call) && await FindEarlierAsync(call, cancellationToken).ConfigureAwait(false) is { } earlier)
        {
            return earlier;
        }

        if (call.IsUnreadable)
        {
            return await RefuseAsync(call, ToolTexts.Unreadable).ConfigureAwait(false);
        }

        if (!_state.Tools.TryGetValue(call.Use.Name, out var tool))
        {
            return await RefuseAsync(call, ToolTexts.Unknown(call.Use.Name)).ConfigureAwait(false);
        }

        var decision = await DecideAsync(tool, call).ConfigureAwait(false);
        _state.Observer.Tell(new(AgentRunUpdateKind.ToolDecided) { Call = call.Use, Decision = decision });
        switch (decision)
        {
            case ToolDecision.Execute:
                return new ToolAnswer(await _executor.ExecuteAsync(tool, call, cancellationToken).ConfigureAwait(false));
            case ToolDecision.RequestApproval:
                return await _approvals.AskAsync(tool, call, cancellationToken).ConfigureAwait(false);
            default:
                await _events.HookAsync("tool_suggested", tool.Name, ToolExecutor.PayloadOf(call)).ConfigureAwait(false);
                return new ToolAnswer(ToolTexts.Suggested(call));
        }
    }

    /// <summary>What an earlier worker has done about the call.</summary>
    private async Task<ToolAnswer?> FindEarlierAsync(OpenCall call, CancellationToken cancellationToken)
    {
        var taskId = ApprovalTasks.IdOf(call, _state.Session.Id);
        if (await _services.Tasks.FindAsync(_state.Scope, taskId, cancellationToken).ConfigureAwait(false) is { } task)
        {
            return await _approvals.AnswerAsync(task, call, cancellationToken).ConfigureAwait(false);
        }

        return await _executor.FindResultAsync(call, cancellationToken).ConfigureAwait(false) is { } result ? new ToolAnswer(result) : null;
    }

    private async Task<ToolDecision> DecideAsync(AgentTool tool, OpenCall call)
    {
        var level = await _level.Value.ConfigureAwait(false);
        var decision = _services.Policy.Decide(new ToolApprovalRequest(_state.Scope, tool.Name, tool.Risk, level)
        {
            SessionId = _state.Session.Id,
            Input = call.Input,
        });
        return decision == ToolDecision.Execute && tool.AlwaysRequiresApproval ? ToolDecision.RequestApproval : decision;
    }

    /// <summary>That of the session's owner; of the workspace, for a session of the service.</summary>
    private async Task<AutoExecuteLevel> LevelAsync()
    {
        if (_state.Session.UserId is { } user)
        {
            return (await _services.Preferences.GetAsync(_state.Scope, user).ConfigureAwait(false)).AutoExecuteLevel;
        }

        return (await _services.Preferences.GetDefaultsAsync(_state.Scope).ConfigureAwait(false)).AutoExecuteLevel
            ?? AutoExecuteLevel.SuggestOnly;
    }
}
