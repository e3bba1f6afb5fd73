using System.Reflection;

namespace AgentKit.Tests.BadInput;

/// <summary>Calls a method, whatever it answers with, and waits for the answer.</summary>
internal static class Call
{
    /// <summary>The answer, the first item of a stream, or null.</summary>
    public static async Task<object?> InvokeAsync(StoreMethod method, object target, object?[] arguments)
    {
        object? answer;
        try
        {
            answer = method.Method.Invoke(target, arguments);
        }
        catch (TargetInvocationException thrown)
        {
            throw thrown.InnerException!;
        }

        switch (answer)
        {
            case Task task:
                await task;
                return task.GetType().GetProperty(nameof(Task<>.Result)) is { } result && result.PropertyType.Name != "VoidTaskResult"
                    ? result.GetValue(task)
                    : null;
            case ValueTask task:
                await task;
                return null;
            case IAsyncEnumerable<Turn> turns:
                return await turns.FirstOrDefaultAsync();
            case IAsyncEnumerable<ToolRun> toolRuns:
                return await toolRuns.FirstOrDefaultAsync();
            case IAsyncEnumerable<AgentEvent> events:
                return await events.FirstOrDefaultAsync();
            case IAsyncEnumerable<SessionChange> changes:
                return await changes.FirstOrDefaultAsync();
            default:
                return answer;
        }
    }
}
