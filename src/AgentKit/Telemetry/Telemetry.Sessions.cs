using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AgentKit.Infrastructure;

internal sealed partial class Telemetry
{
    private readonly Counter<long> _commits;
    private readonly Counter<long> _tokens;
    private readonly Counter<double> _cost;
    private readonly Histogram<int> _updateAttempts;

    /// <summary>Whether a commit or an update is to be observed as a whole, with what the store makes of the database's answer.</summary>
    public bool ObservesOperations => Source.HasListeners();

    public bool ObservesUpdates => Source.HasListeners() || _updateAttempts.Enabled;

    /// <summary>Counts a commit that is in the database, with what it consumed.</summary>
    public void Committed(SessionCommit commit)
    {
        Count("committed", errorType: null);
        if (!_tokens.Enabled && !_cost.Enabled)
        {
            return;
        }

        var usage = CommitUsage.Of(commit);
        CountTokens(usage.InputTokens, "input");
        CountTokens(usage.OutputTokens, "output");
        if (usage.Cost > 0 && _cost.Enabled)
        {
            var tags = default(TagList);
            _database.AddNameTo(ref tags);
            _cost.Add((double)usage.Cost, tags);
        }
    }

    /// <summary>Counts a commit that the database did not apply.</summary>
    public AgentKitException Refused(AgentKitException error)
    {
        Count(error is VersionConflictException ? "conflict" : "refused", error);
        return error;
    }

    public void Updated(int attempts, string outcome)
    {
        if (_updateAttempts.Enabled)
        {
            var tags = new TagList { { TelemetryTags.Outcome, outcome } };
            _database.AddNameTo(ref tags);
            _updateAttempts.Record(attempts, tags);
        }
    }

    /// <summary>The span of an update, around those of its reading and committing.</summary>
    public Activity? StartUpdateSpan(AgentScope scope, Guid sessionId)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var tags = default(TagList);
        _database.AddNameTo(ref tags);
        AddSubject(ref tags, scope, sessionId);
        return Source.StartActivity("sessions/update", ActivityKind.Internal, default(ActivityContext), tags);
    }

    /// <summary>Tells how many updates of this process wait for another one, and how many for a lock of the database.</summary>
    public SessionWaits Watch(SessionWaits waits)
    {
        Meter.CreateObservableUpDownCounter(
            "agentkit.session.update.waiting",
            () => new[] { Waiting(waits.ForTurn, "turn"), Waiting(waits.ForRowLock, "row_lock") },
            "{update}",
            "Updates that wait: for another one in this process, or for a row lock of the database.");
        return waits;
    }

    private Measurement<int> Waiting(int count, string what)
    {
        var tags = new TagList { { TelemetryTags.WaitFor, what } };
        _database.AddNameTo(ref tags);
        return new(count, tags);
    }

    private void Count(string outcome, AgentKitException? errorType)
    {
        if (!_commits.Enabled)
        {
            return;
        }

        var tags = new TagList { { TelemetryTags.Outcome, outcome } };
        if (errorType is not null)
        {
            tags.Add(TelemetryTags.ErrorType, SpanErrors.TypeOf(errorType));
        }

        _database.AddNameTo(ref tags);
        _commits.Add(1, tags);
    }

    private void CountTokens(long count, string type)
    {
        if (count > 0 && _tokens.Enabled)
        {
            var tags = new TagList { { TelemetryTags.TokenType, type } };
            _database.AddNameTo(ref tags);
            _tokens.Add(count, tags);
        }
    }
}
