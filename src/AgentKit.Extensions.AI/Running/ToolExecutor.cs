using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Extensions.AI;

/// <summary>Calls a tool through the audit, once: under an id that follows from the call, whoever gets to it and how often.</summary>
internal sealed class ToolExecutor(RunServices services, RunState state, RunEvents events)
{
    public static Guid IdOf(OpenCall call, Guid sessionId) => call.IdOf("tool run", sessionId);

    /// <summary>The result of the call, from the tool or, if it was called before, from the audit.</summary>
    public async Task<ToolResultBlock> ExecuteAsync(AgentTool tool, OpenCall call, CancellationToken cancellationToken)
    {
        await events.HookAsync("before_tool_call", tool.Name, PayloadOf(call)).ConfigureAwait(false);
        Exception? thrown = null;
        ToolResultBlock result;
        try
        {
            var value = await services.ToolRuns.RunAsync(
                state.Scope,
                NewRunOf(call),
                async token =>
                {
                    try
                    {
                        var scope = services.Provider.CreateAsyncScope();
                        await using var _ = scope.ConfigureAwait(false);
                        return await tool.Function.InvokeAsync(ArgumentsOf(call, scope.ServiceProvider), token).ConfigureAwait(false);
                    }
                    catch (Exception exception) // whatever it is: told apart below from what the audit throws
                    {
                        thrown = exception;
                        throw;
                    }
                },
                cancellationToken).ConfigureAwait(false);
            result = ResultOf(call, value);
        }
        catch (Exception exception) when (ReferenceEquals(exception, thrown) && !IsStop(exception, cancellationToken))
        {
            result = ToolTexts.Error(call, ToolTexts.Failed(exception));
        }
        catch (InvalidToolRunStateException) when (thrown is null)
        {
            result = await FindResultAsync(call, cancellationToken).ConfigureAwait(false) ?? ToolTexts.Error(call, ToolTexts.Interrupted);
        }
        catch (ArgumentException) when (thrown is null)
        {
            result = ToolTexts.Error(call, ToolTexts.TooLarge);
        }

        var payload = PayloadOf(call);
        payload["isError"] = result.IsError;
        await events.ResponseAsync("tool_result", tool.Name, payload).ConfigureAwait(false);
        return result;
    }

    /// <summary>
    /// What the audit knows of the call, from an earlier attempt. One that was begun and never ended is not made again: it may have had its
    /// effect. <see langword="null"/> where it was never begun.
    /// </summary>
    public async Task<ToolResultBlock?> FindResultAsync(OpenCall call, CancellationToken cancellationToken)
    {
        if (await FindAsync(call, cancellationToken).ConfigureAwait(false) is not { } run)
        {
            return null;
        }

        if (run.Status == ToolRunStatus.Running)
        {
            run = await AbandonAsync(run, cancellationToken).ConfigureAwait(false);
        }

        return run switch
        {
            { Status: ToolRunStatus.Pending } => null,
            { Status: ToolRunStatus.Succeeded } => new ToolResultBlock(call.Use.Id, run.Output ?? default),
            { Status: ToolRunStatus.Canceled } => ToolTexts.Error(call, ToolTexts.Canceled),
            { Error.Type: ToolError.Abandoned } => ToolTexts.Error(call, ToolTexts.Interrupted),
            _ => ToolTexts.Error(call, $"The tool failed ({run.Error?.Type.Split('.')[^1]})."),
        };
    }

    /// <summary>The call as it is logged.</summary>
    public NewToolRun NewRunOf(OpenCall call) => new(state.Session.Id, call.Use.Name, call.Input)
    {
        Id = IdOf(call, state.Session.Id),
        RunId = state.Run.Id,
        TurnNumber = call.Turn.Number,
        ToolUseId = call.LoggedId,
    };

    public static JsonObject PayloadOf(OpenCall call) => new() { ["turn"] = call.Turn.Number, ["toolUseId"] = call.LoggedId };

    private static bool IsStop(Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && cancellationToken.IsCancellationRequested;

    private async Task<ToolRun?> FindAsync(OpenCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await services.ToolRuns.GetAsync(state.Scope, IdOf(call, state.Session.Id), cancellationToken).ConfigureAwait(false);
        }
        catch (ToolRunNotFoundException)
        {
            return null;
        }
    }

    private async Task<ToolRun> AbandonAsync(ToolRun run, CancellationToken cancellationToken)
    {
        try
        {
            return await services.ToolRuns.FailAsync(
                state.Scope, run.Id, new ToolError(ToolError.Abandoned, "The worker that ran it is gone."), cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidToolRunStateException)
        {
            // It ended at this very moment after all.
            return await services.ToolRuns.GetAsync(state.Scope, run.Id, cancellationToken).ConfigureAwait(false);
        }
    }

    private AIFunctionArguments ArgumentsOf(OpenCall call, IServiceProvider provider)
    {
        var values = call.Input.Deserialize<Dictionary<string, object?>>(services.Options.SerializerOptions) ?? [];
        var arguments = new AIFunctionArguments(values) { Services = provider };
        new ToolContext
        {
            Scope = state.Scope,
            SessionId = state.Session.Id,
            RunId = state.Run.Id,
            ToolRunId = IdOf(call, state.Session.Id),
            ToolUseId = call.Use.Id,
        }.AddTo(arguments);
        return arguments;
    }

    private ToolResultBlock ResultOf(OpenCall call, object? value) =>
        (ToolResultBlock)ContentWriter.Write(new FunctionResultContent(call.Use.Id, value), services.Options.SerializerOptions);
}
