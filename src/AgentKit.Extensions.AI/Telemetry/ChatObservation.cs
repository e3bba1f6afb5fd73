using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>One call of a model while somebody listens. Of what is said nothing is told, only models, sizes and reasons.</summary>
internal sealed class ChatObservation(GenAITelemetry telemetry, Activity? span, string provider, string? requested) : IDisposable
{
    private readonly long _begun = Stopwatch.GetTimestamp();
    private string? _answered;
    private string? _errorType;

    /// <summary>Makes the span the current one, in a method that goes on after others have run.</summary>
    public void Enter()
    {
        if (span is { IsStopped: false })
        {
            Activity.Current = span;
        }
    }

    public void Answered(ChatResponse response)
    {
        _answered = response.ModelId;
        telemetry.Used(response.Usage?.InputTokenCount, "input", provider, requested, _answered);
        telemetry.Used(response.Usage?.OutputTokenCount, "output", provider, requested, _answered);
        if (span is null)
        {
            return;
        }

        span.SetTag(GenAITags.ResponseModel, _answered);
        span.SetTag(GenAITags.ResponseId, response.ResponseId);
        span.SetTag(GenAITags.InputTokens, response.Usage?.InputTokenCount);
        span.SetTag(GenAITags.OutputTokens, response.Usage?.OutputTokenCount);
        if (response.FinishReason is { } reason)
        {
            span.SetTag(GenAITags.FinishReasons, new[] { reason.Value });
        }
    }

    public void Failed(Exception exception)
    {
        _errorType = GenAIErrors.TypeOf(exception);
        span.Fail(exception);
    }

    public void Dispose()
    {
        telemetry.ChatEnded(Stopwatch.GetElapsedTime(_begun), provider, requested, _answered, _errorType);
        span?.Dispose();
    }
}
