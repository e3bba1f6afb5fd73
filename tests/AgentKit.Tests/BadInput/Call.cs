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

        return await FinishAsync(answer);
    }

    /// <summary>Waits for what a call has returned.</summary>
    public static async Task<object?> FinishAsync(object? answer)
    {
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
            case IAsyncEnumerable<object> items:
                return await items.FirstOrDefaultAsync();
            default:
                return answer;
        }
    }
}
