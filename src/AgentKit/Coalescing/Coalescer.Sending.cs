using AgentKit.Infrastructure;

namespace AgentKit;

internal abstract partial class Coalescer<TMember, TResult>
{
    /// <summary>Writes what nothing stands against, in one transaction, and answers for each member what it came to: nothing if it was left alone.</summary>
    protected abstract Task<IReadOnlyList<TResult?>> WriteAsync(Group<TMember> group);

    /// <summary>A place has become free: those who wait have it, if there are any, unless it is one too many.</summary>
    /// <param name="key">The key of its lane.</param>
    /// <param name="lane">Its lane.</param>
    /// <param name="stalls">How often the lane had stalled when the place was taken.</param>
    /// <param name="id">What was written there.</param>
    private void PassOn(GroupLaneKey key, GroupLane<TMember, TResult> lane, long stalls, Guid id)
    {
        lock (_lock)
        {
            lane.UnderWay.Remove(id);
            lane.Passed++;
            if (lane.Queue.Count == 0 || IsOneTooMany(lane, stalls))
            {
                GiveUp(key, lane);
                return;
            }

            StartSending(key, lane);
        }
    }

    private void StartSending(GroupLaneKey key, GroupLane<TMember, TResult> lane)
    {
        var sending = Apart.RunAsync(() => SendGroupsAsync(key, lane));
        _sending.Add(sending);
        _ = sending.ContinueWith(
            done =>
            {
                lock (_lock)
                {
                    _sending.Remove(done);
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>Makes sure that nobody waits for places that are not passed on; see <see cref="CoalescingOptions.Patience"/>.</summary>
    private void Watch(GroupLaneKey key, GroupLane<TMember, TResult> lane)
    {
        if (!lane.IsWatched)
        {
            lane.IsWatched = true;
            _ = Apart.RunAsync(() => WatchAsync(key, lane));
        }
    }

    private async Task WatchAsync(GroupLaneKey key, GroupLane<TMember, TResult> lane)
    {
        var seen = -1L;
        while (true)
        {
            lock (_lock)
            {
                if (lane.Queue.Count == 0)
                {
                    lane.IsWatched = false;
                    return;
                }

                if (lane.Passed == seen && lane.PlacesTaken < MaxGrowth * _options.Concurrency)
                {
                    lane.Stalls++;
                    lane.PlacesTaken++;
                    StartSending(key, lane);
                }

                seen = lane.Passed;
            }

            await Task.Delay(_options.Patience).ConfigureAwait(false);
        }
    }

    /// <summary>Sends one group after the other, until nobody waits. Nothing that the sending throws ends it.</summary>
    private async Task SendGroupsAsync(GroupLaneKey key, GroupLane<TMember, TResult> lane)
    {
        long? stalls = null;
        while (true)
        {
            Group<TMember> group;
            List<WaitingMember<TMember, TResult>> waiting;
            bool isClosed;
            lock (_lock)
            {
                lane.Passed++;
                if (stalls is { } before && IsOneTooMany(lane, before))
                {
                    GiveUp(key, lane);
                    return;
                }

                stalls = lane.Stalls;
                isClosed = _isClosed;
                (group, waiting) = lane.Take(_options.MaxGroupSize, evenIfUnderWay: isClosed);
                waiting.ForEach(Leave);
                if (waiting.Count == 0)
                {
                    GiveUp(key, lane);
                    return;
                }

                if (waiting.Count == 1 && !isClosed)
                {
                    lane.UnderWay.Add(waiting[0].Member.Id);
                }
            }

            if (waiting.Count > 1 || isClosed)
            {
                await SendAsync(group, waiting).ConfigureAwait(false);
            }
            else if (waiting[0].TryAnswer(new(Result: null, PlaceIn(key, lane, stalls.Value, waiting[0].Member.Id), WasSent: false)))
            {
                return; // the place is the lone one's now, who passes it on
            }
            else
            {
                lock (_lock)
                {
                    lane.UnderWay.Remove(waiting[0].Member.Id);
                }
            }
        }
    }

    private async Task SendAsync(Group<TMember> group, List<WaitingMember<TMember, TResult>> waiting)
    {
        var answers = new Dictionary<TMember, TResult?>(group.Count);
        try
        {
            group.Sort();
            var results = await WriteAsync(group).ConfigureAwait(false);
            for (var i = 0; i < results.Count; i++)
            {
                answers.Add(group.Members[i], results[i]);
            }
        }
        catch (Exception exception) // whatever it is: each goes by itself, and finds out what concerns it
        {
            Tell(exception, group.Count);
        }

        foreach (var one in waiting)
        {
            one.TryAnswer(new(answers.GetValueOrDefault(one.Member), Place: null, WasSent: true));
        }
    }

    /// <summary>
    /// Whether a place is to be given up though others wait: those that stood in a stall go as they come out of it, until as many are left as are
    /// configured. The one that was added goes on meanwhile, so that those who wait need not wait for the next one.
    /// </summary>
    private bool IsOneTooMany(GroupLane<TMember, TResult> lane, long stalls) =>
        !_isClosed && lane.Stalls > stalls && lane.PlacesTaken > _options.Concurrency;

    private void GiveUp(GroupLaneKey key, GroupLane<TMember, TResult> lane)
    {
        lane.PlacesTaken--;
        if (lane.IsIdle)
        {
            _lanes.Remove(key);
        }
    }

    private void Tell(Exception exception, int count)
    {
        try
        {
            CoalescingLog.GroupFailed(logger, exception, count);
        }
        catch (Exception)
        {
            // A logger of the host's that throws must not leave those who wait without their answers.
        }
    }
}
