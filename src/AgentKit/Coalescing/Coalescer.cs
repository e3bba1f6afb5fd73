using AgentKit.Infrastructure;
using Microsoft.Extensions.Logging;
using Polly;

namespace AgentKit;

/// <summary>
/// Lets writes of one kind travel in groups. There is no waiting for more to come: a write that finds a free place goes at once and by itself; while
/// all places are taken others gather, and the next place that becomes free takes as many of them as may travel together. Its partial file sends them.
/// </summary>
/// <remarks>
/// A group only ever makes things faster. It does what nothing stands against, under the operation ids that the writes have; whatever it left alone, and all
/// of it where it failed, is sent by itself as if there had been no group, and finds there what it came to.
/// </remarks>
internal abstract partial class Coalescer<TMember, TResult>(
    ResiliencePipelines pipelines, AgentKitOptions options, ILogger logger) : IAsyncDisposable, IDisposable
    where TMember : GroupMember
    where TResult : class
{
    /// <summary>In UTF-16 characters: what is larger gains nothing by company.</summary>
    private const int MaxMemberSize = 256 * 1024;

    /// <summary>In UTF-16 characters, of all that waits: sixteen groups of the largest size. It is held in memory by whoever waits.</summary>
    private const int MaxWaitingSize = 16 * Group<TMember>.MaxSize;

    /// <summary>What adds more rows gains little by company, and takes the room of many who gain much.</summary>
    private const int MaxMemberRows = 20;

    /// <summary>How many times the places configured there are at most in a stall: more would take all the connections that there are.</summary>
    private const int MaxGrowth = 2;

    private readonly CoalescingOptions _options = options.Coalescing;
    private readonly Lock _lock = new();
    private readonly Dictionary<GroupLaneKey, GroupLane<TMember, TResult>> _lanes = [];
    private readonly HashSet<Task> _sending = [];
    private int _waiting;
    private long _waitingSize;
    private bool _isClosed;

    /// <summary>Whether a scope's writes may travel with others at all.</summary>
    public bool Takes(AgentScope scope) =>
        _options.Enabled && !(scope.Access == AccessLevel.Admin && options.AuditAdminReads);

    /// <summary>A place to go by oneself, at once, if there is one; to be given back.</summary>
    /// <param name="scope">Who writes.</param>
    /// <param name="id">What is written; see <see cref="GroupMember.Id"/>.</param>
    public GroupPlace? TryEnter(AgentScope scope, Guid id)
    {
        lock (_lock)
        {
            return TryEnterLane(GroupLaneKey.Of(scope), id);
        }
    }

    /// <summary>Travels with others, and answers what that came to; if it is to go by itself, the caller sends it.</summary>
    /// <exception cref="DatabaseUnavailableException">There was no answer in time: it may have been applied, or not.</exception>
    /// <exception cref="OperationCanceledException">Cancelled: if it was under way already, it may have been applied, or not.</exception>
    public async ValueTask<GroupAnswer<TResult>> SendAsync(TMember member, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var key = GroupLaneKey.Of(member.Scope);
        WaitingMember<TMember, TResult> waiting;
        lock (_lock)
        {
            if (TryEnterLane(key, member.Id) is { } place)
            {
                return new(Result: null, place, WasSent: false);
            }

            if (_isClosed || !HasRoomFor(member))
            {
                return default;
            }

            waiting = new(member);
            var lane = _lanes[key];
            lane.Queue.AddLast(waiting.Node);
            _waiting++;
            _waitingSize += member.Size;
            Watch(key, lane);
        }

        try
        {
            return await pipelines.InTimeAsync(
                (coalescer: this, waiting), static (wait, token) => wait.coalescer.WaitAsync(wait.waiting, token), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (ExecutionRejectedException rejected)
        {
            throw DatabaseErrors.Rejected(rejected, "a group of writes");
        }
    }

    /// <summary>Lets a write go with others where there are any, and otherwise, or where they left it alone, by itself.</summary>
    /// <param name="scope">Who writes.</param>
    /// <param name="id">What is written; see <see cref="GroupMember.Id"/>.</param>
    /// <param name="prepare">Checks it; only where there are others.</param>
    /// <param name="conclude">What its result in a group means.</param>
    /// <param name="byItself">
    /// The way that it goes by itself, which gives it its result or its error whatever a group did. It is given what was prepared, if that was not sent.
    /// </param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<T> WriteAsync<T>(
        AgentScope scope,
        Guid id,
        Func<TMember> prepare,
        Func<TResult, T> conclude,
        Func<TMember?, Task<T>> byItself,
        CancellationToken cancellationToken)
    {
        using var place = TryEnter(scope, id);
        if (place is not null)
        {
            return await byItself(null).ConfigureAwait(false);
        }

        var member = prepare();
        var answer = await SendAsync(member, cancellationToken).ConfigureAwait(false);
        using (answer.Place)
        {
            return answer.Result is { } result ? conclude(result) : await byItself(answer.WasSent ? null : member).ConfigureAwait(false);
        }
    }

    /// <summary>Lets nothing more gather, and waits until what waits has its answer. What comes from now on goes by itself.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isClosed = true;
            foreach (var (key, lane) in _lanes)
            {
                if (lane.Queue.Count > 0)
                {
                    lane.PlacesTaken++; // one more than there are: who goes by itself and has the others may take long
                    StartSending(key, lane);
                }
            }
        }

        while (true)
        {
            Task[] sending;
            lock (_lock)
            {
                sending = [.. _sending];
            }

            if (sending.Length == 0)
            {
                return;
            }

            await Task.WhenAll(sending).ConfigureAwait(false);
        }
    }

    /// <summary>For a provider that is disposed synchronously: blocks until the groups under way have their answers.</summary>
    public void Dispose()
    {
        DisposeAsync().AsTask().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

    private bool HasRoomFor(TMember member) =>
        member.Size <= MaxMemberSize
            && member.Rows <= MaxMemberRows
            && _waiting < _options.Capacity
            && _waitingSize + member.Size <= MaxWaitingSize;

    private GroupPlace? TryEnterLane(GroupLaneKey key, Guid id)
    {
        if (_isClosed)
        {
            return null;
        }

        if (!_lanes.TryGetValue(key, out var lane))
        {
            _lanes.Add(key, lane = new());
        }

        // While places are free, those in the queue wait for what is under way, and for no place.
        if (lane.PlacesTaken >= _options.Concurrency || !lane.UnderWay.Add(id))
        {
            return null;
        }

        lane.PlacesTaken++;
        return PlaceIn(key, lane, lane.Stalls, id);
    }

    private GroupPlace PlaceIn(GroupLaneKey key, GroupLane<TMember, TResult> lane, long stalls, Guid id) =>
        new(() => PassOn(key, lane, stalls, id));

    private async ValueTask<GroupAnswer<TResult>> WaitAsync(WaitingMember<TMember, TResult> waiting, CancellationToken cancellationToken)
    {
        var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (coalescer, waiting) = ((Coalescer<TMember, TResult>, WaitingMember<TMember, TResult>))state!;
                coalescer.Leave(waiting, token);
            },
            (this, waiting));
        await using (registration.ConfigureAwait(false))
        {
            return await waiting.Answer.ConfigureAwait(false);
        }
    }

    private void Leave(WaitingMember<TMember, TResult> waiting, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (waiting.Node.List is { } queue)
            {
                queue.Remove(waiting.Node);
                Leave(waiting);
            }
        }

        waiting.Cancel(cancellationToken);
    }

    private void Leave(WaitingMember<TMember, TResult> waiting)
    {
        _waiting--;
        _waitingSize -= waiting.Member.Size;
    }
}
