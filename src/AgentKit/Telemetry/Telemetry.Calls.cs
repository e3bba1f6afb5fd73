using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AgentKit.Infrastructure;

internal sealed partial class Telemetry
{
    private readonly Histogram<double> _callDuration;
    private readonly Counter<long> _retries;

    /// <summary>Whether anybody wants to know of calls.</summary>
    public bool ObservesCalls => Source.HasListeners() || _callDuration.Enabled || _retries.Enabled;

    /// <summary>Begins to observe a call; what is returned has to be disposed when it is over.</summary>
    /// <param name="scope">Who asks.</param>
    /// <param name="main">The statement that says what it is about.</param>
    /// <param name="callers">The spans that it is made for, where it is made for several.</param>
    public CallObservation BeginCall(AgentScope scope, Statement main, IReadOnlyList<ActivityContext>? callers = null) =>
        BeginCall(scope, main.Name, main.FindId("SessionId"), callers);

    /// <inheritdoc cref="BeginCall(AgentScope, Statement, IReadOnlyList{ActivityContext})"/>
    /// <param name="scope">Who asks.</param>
    /// <param name="operation">The name of what is done, as that of a query.</param>
    /// <param name="sessionId">The session that it is about, if there is one.</param>
    /// <param name="callers">The spans that it is made for, where it is made for several.</param>
    public CallObservation BeginCall(
        AgentScope scope, string operation, Guid? sessionId = null, IReadOnlyList<ActivityContext>? callers = null)
    {
        // A store that observes its operation as a whole has begun the span already.
        var owner = Activity.Current is { } current && ReferenceEquals(current.Source, Source) && current.OperationName == operation ? current : null;
        return new CallObservation(this, operation, owner ?? StartClientSpan(scope, operation, sessionId, callers), owns: owner is null);
    }

    /// <summary>The span of an operation of the database.</summary>
    public Activity? StartClientSpan(
        AgentScope scope, string operation, Guid? sessionId, IReadOnlyList<ActivityContext>? callers = null) =>
        Source.HasListeners()
            ? Source.StartActivity(
                operation,
                ActivityKind.Client,
                default(ActivityContext),
                TagsOf(scope, operation, sessionId),
                callers?.Select(static caller => new ActivityLink(caller)))
            : null;

    public void CallEnded(string operation, TimeSpan duration, string? errorType, string? sqlState)
    {
        if (!_callDuration.Enabled)
        {
            return;
        }

        var tags = new TagList { { TelemetryTags.Operation, operation } };
        _database.AddTo(ref tags);
        if (errorType is not null)
        {
            tags.Add(TelemetryTags.ErrorType, errorType);
        }

        if (sqlState is not null)
        {
            tags.Add(TelemetryTags.SqlState, sqlState);
        }

        _callDuration.Record(duration.TotalSeconds, tags);
    }

    public void Retried(string operation, string? errorType)
    {
        if (_retries.Enabled)
        {
            var tags = new TagList { { TelemetryTags.Operation, operation }, { TelemetryTags.ErrorType, errorType } };
            _database.AddNameTo(ref tags);
            _retries.Add(1, tags);
        }
    }

    /// <summary>At the creation of the span, where samplers see them. Of users and contents nothing is told.</summary>
    private TagList TagsOf(AgentScope scope, string operation, Guid? sessionId)
    {
        var tags = new TagList { { TelemetryTags.Summary, operation }, { TelemetryTags.Operation, operation } };
        _database.AddTo(ref tags);
        AddSubject(ref tags, scope, sessionId);
        return tags;
    }

    private static void AddSubject(ref TagList tags, AgentScope scope, Guid? sessionId)
    {
        tags.Add(TelemetryTags.WorkspaceId, scope.WorkspaceId);
        if (sessionId is { } id)
        {
            tags.Add(TelemetryTags.ConversationId, id.ToString());
        }
    }
}
