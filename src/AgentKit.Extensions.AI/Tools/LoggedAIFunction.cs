using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>
/// A function whose every call is logged as a tool run, whatever happens to it: arguments, result, exception, duration. Nothing runs unaudited.
/// </summary>
/// <remarks>
/// Made by <see cref="AIFunctionAgentKitExtensions"/>. It behaves as
/// <see cref="IToolRunLog.RunAsync{TResult}(AgentScope, NewToolRun, Func{CancellationToken, Task{TResult}}, CancellationToken)"/> does: the
/// caller gets the function's own result or exception, and an error of the log only when the start could not be logged, in which case the
/// function was not called. An argument that cannot be serialized is logged as the type of what kept it from being so.
/// </remarks>
public sealed class LoggedAIFunction : DelegatingAIFunction
{
    private readonly IToolRunLog _toolRuns;
    private readonly AgentScope _scope;
    private readonly Guid _sessionId;
    private readonly TimeProvider _time;

    internal LoggedAIFunction(AIFunction innerFunction, IToolRunLog toolRuns, AgentScope scope, Guid sessionId, TimeProvider time)
        : base(innerFunction)
    {
        _toolRuns = toolRuns;
        _scope = scope;
        _sessionId = sessionId;
        _time = time;
    }

    /// <inheritdoc />
    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var toolRun = new NewToolRun(_sessionId, Name, ArgumentJson.Of(arguments, JsonSerializerOptions))
        {
            Id = Guid.CreateVersion7(_time.GetUtcNow()),
        };
        return await _toolRuns.RunAsync(
            _scope, toolRun, token => base.InvokeCoreAsync(arguments, token).AsTask(), cancellationToken).ConfigureAwait(false);
    }
}
