using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Extensions.AI;

/// <summary>Calls that a person decides about: each is a task with one step, under an id that follows from the call.</summary>
internal sealed class ApprovalTasks(RunServices services, RunState state, RunEvents events, ToolExecutor executor)
{
    public static Guid IdOf(OpenCall call, Guid sessionId) => call.IdOf("approval", sessionId);

    /// <summary>Puts the call to a person.</summary>
    public async Task<ToolAnswer> AskAsync(AgentTool tool, OpenCall call, CancellationToken cancellationToken)
    {
        // The audit shows it as waiting until it runs or is refused.
        var pending = executor.NewRunOf(call) with { IsPending = true };
        await services.ToolRuns.StartAsync(state.Scope, pending, cancellationToken).ConfigureAwait(false);
        var task = await services.Tasks.CreateAsync(state.Scope, NewTaskOf(tool, call), cancellationToken).ConfigureAwait(false);
        var payload = ToolExecutor.PayloadOf(call);
        payload["taskId"] = task.Id;
        await events.HookAsync("approval_requested", tool.Name, payload).ConfigureAwait(false);
        return new ToolAnswer(Result: null, task);
    }

    /// <summary>What has become of a call that was put to a person: it still waits, or was refused, or is carried out now.</summary>
    public async Task<ToolAnswer> AnswerAsync(AgentTask task, OpenCall call, CancellationToken cancellationToken)
    {
        var step = task.Steps[0];
        switch (step.Status)
        {
            case TaskStepStatus.WaitingApproval:
                return new ToolAnswer(Result: null, task);
            case TaskStepStatus.Pending or TaskStepStatus.InProgress:
                return await CarryOutAsync(task, call, cancellationToken).ConfigureAwait(false);
            case TaskStepStatus.Completed:
                return new ToolAnswer(new ToolResultBlock(call.Use.Id, step.Output ?? default));
            case TaskStepStatus.Canceled:
                return await RefuseAsync(call, ToolTexts.Rejected(step.Decision), cancellationToken).ConfigureAwait(false);
            default:
                return await RefuseAsync(call, $"The call was not made, or failed: {step.StatusReason}", cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ToolAnswer> CarryOutAsync(AgentTask task, OpenCall call, CancellationToken cancellationToken)
    {
        var claimed = await services.Tasks.ClaimAsync(
            state.Scope,
            new NewClaim(state.Run.Worker ?? "runner", services.Options.LeaseDuration) { Id = services.NewId(), TaskId = task.Id },
            cancellationToken).ConfigureAwait(false);
        if (claimed is null)
        {
            // Another worker holds it, or has just finished it: whoever resumes next finds out.
            return new ToolAnswer(Result: null, task);
        }

        if (!state.Tools.TryGetValue(call.Use.Name, out var tool))
        {
            await services.Tasks.SkipStepAsync(
                state.Scope, claimed.Lease, stepNumber: 1, "The tool may not be used any more.", cancellationToken).ConfigureAwait(false);
            return await RefuseAsync(call, ToolTexts.Unknown(call.Use.Name), cancellationToken).ConfigureAwait(false);
        }

        var result = await ExecuteAsync(tool, call, claimed.Lease, cancellationToken).ConfigureAwait(false);
        await NoteAsync(claimed.Lease, result).ConfigureAwait(false);
        return new ToolAnswer(result);
    }

    /// <summary>
    /// Holds the task while the tool runs, and gives it back where the tool does not come to its end. A tool that has begun is left to end,
    /// whatever becomes of its task.
    /// </summary>
    private async Task<ToolResultBlock> ExecuteAsync(AgentTool tool, OpenCall call, TaskLease lease, CancellationToken cancellationToken)
    {
        var heartbeat = new LeaseHeartbeat(
            services, lease.TaskId, (duration, token) => services.Tasks.RenewAsync(state.Scope, lease, duration, token), cancellationToken);
        await using var _ = heartbeat.ConfigureAwait(false);
        try
        {
            await services.Tasks.StartStepAsync(state.Scope, lease, stepNumber: 1, cancellationToken).ConfigureAwait(false);
            return await executor.ExecuteAsync(tool, call, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await GiveBackAsync(lease).ConfigureAwait(false);
            throw;
        }
    }

    private async Task GiveBackAsync(TaskLease lease)
    {
        try
        {
            await services.Tasks.ReleaseAsync(state.Scope, lease, CancellationToken.None).ConfigureAwait(false);
        }
        catch (AgentKitException exception)
        {
            RunLog.TaskNotGivenBack(services.Logger, exception, lease.TaskId);
        }
    }

    /// <summary>The tool has run, whatever was decided about its task meanwhile.</summary>
    private async Task NoteAsync(TaskLease lease, ToolResultBlock result)
    {
        try
        {
            if (result.IsError)
            {
                var reason = result.Output.ToString();
                await services.Tasks.FailStepAsync(
                    state.Scope, lease, stepNumber: 1, reason.Length == 0 ? "error" : reason, CancellationToken.None).ConfigureAwait(false);
            }
            else
            {
                JsonElement? output = result.Output.ValueKind == JsonValueKind.Undefined ? null : result.Output;
                await services.Tasks.CompleteStepAsync(state.Scope, lease, stepNumber: 1, output, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is TaskLeaseLostException or InvalidTaskStateException)
        {
            RunLog.TaskNotNoted(services.Logger, exception, lease.TaskId);
        }
    }

    private async Task<ToolAnswer> RefuseAsync(OpenCall call, string text, CancellationToken cancellationToken)
    {
        try
        {
            await services.ToolRuns.CancelAsync(
                state.Scope, ToolExecutor.IdOf(call, state.Session.Id), text, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ToolRunNotFoundException or InvalidToolRunStateException)
        {
            // It was never begun, or has ended: the audit says so.
        }

        await events.HookAsync("tool_refused", call.Use.Name, ToolExecutor.PayloadOf(call)).ConfigureAwait(false);
        return new ToolAnswer(ToolTexts.Error(call, text));
    }

    private NewTask NewTaskOf(AgentTool tool, OpenCall call) =>
        new(
            $"{state.Agent.Name}: {tool.Name}",
            [new NewTaskStep(tool.Name) { RequiresApproval = true, ToolName = tool.Name, Input = call.Input }])
        {
            Id = IdOf(call, state.Session.Id),
            Description = string.IsNullOrWhiteSpace(tool.Description) || tool.Description.Length > NewTask.MaxTextLength
                ? null
                : tool.Description,
            SessionId = state.Session.Id,
            RunId = state.Run.Id,
            Metadata = new JsonObject
            {
                ["turn"] = call.Turn.Number.ToString(CultureInfo.InvariantCulture),
                ["toolUseId"] = call.LoggedId,
            },
        };
}
