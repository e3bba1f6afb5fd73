using System.Diagnostics;

namespace AgentKit.Extensions.AI;

/// <summary>
/// One run of an agent, or the part of it between two interruptions, while somebody listens: the span around its model calls, tools and commits.
/// </summary>
/// <param name="telemetry">Is told how it ended.</param>
/// <param name="span">The span; none where nobody listens to spans.</param>
/// <param name="begun">The run as it is taken up: what it has used before is told by the parts before.</param>
internal sealed class RunObservation(GenAITelemetry telemetry, Activity? span, Run begun) : IDisposable
{
    private readonly long _begun = Stopwatch.GetTimestamp();
    private string _outcome = "failed";
    private string? _errorType;

    public void Ended(AgentRunResult result)
    {
        _outcome = NameOf(result.Outcome);
        span?.SetTag(GenAITags.InputTokens, result.Run.InputTokens - begun.InputTokens);
        span?.SetTag(GenAITags.OutputTokens, result.Run.OutputTokens - begun.OutputTokens);
        if (result.Outcome == AgentRunOutcome.CallLimitReached)
        {
            _errorType = AgentRunner.CallLimitError;
            span?.SetTag(GenAITags.ErrorType, _errorType);
            span?.SetStatus(ActivityStatusCode.Error);
        }
    }

    public void Failed(Exception exception, bool isCanceled)
    {
        _outcome = exception is RunLeaseLostException ? "lost" : isCanceled ? "canceled" : "failed";
        _errorType = GenAIErrors.TypeOf(exception);
        span.Fail(exception);
    }

    public void Dispose()
    {
        span?.SetTag(GenAITags.Outcome, _outcome);
        telemetry.RunEnded(Stopwatch.GetElapsedTime(_begun), _outcome, _errorType);
        span?.Dispose();
    }

    private static string NameOf(AgentRunOutcome outcome) => outcome switch
    {
        AgentRunOutcome.Completed => "completed",
        AgentRunOutcome.WaitingForApproval => "waiting_for_approval",
        AgentRunOutcome.CallLimitReached => "call_limit_reached",
        _ => "other",
    };
}
