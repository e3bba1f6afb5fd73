namespace AgentKit;

/// <summary>What may travel together: the writes of one workspace by its services, or by its users.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="IsOfService">Whether they have the rights of a service, which are the same for all of them.</param>
internal readonly record struct GroupLaneKey(string WorkspaceId, bool IsOfService)
{
    public static GroupLaneKey Of(AgentScope scope) => new(scope.WorkspaceId, scope.Access == AccessLevel.Service);
}

/// <summary>The queue of what waits to travel together, and how many of its places are taken. Not thread-safe.</summary>
internal sealed class GroupLane<TMember, TResult>
    where TMember : GroupMember
    where TResult : class
{
    /// <summary>
    /// How many are passed over in the queue for what fits, where many users' rows end alike. Those who write the same as somebody before them do not
    /// count: however many they are, they hold up nobody behind them.
    /// </summary>
    private const int MaxPassedOver = 2_000;

    public LinkedList<WaitingMember<TMember, TResult>> Queue { get; } = [];

    public int PlacesTaken { get; set; }

    /// <summary>How often a place has been passed on: while this rises, nobody who waits is stuck.</summary>
    public long Passed { get; set; }

    /// <summary>How often a place was added because none was passed on: whoever took theirs before the last time stood in that stall.</summary>
    public long Stalls { get; set; }

    public bool IsWatched { get; set; }

    /// <summary>
    /// What those write that have a place each and go by themselves. Whatever else writes the same would stand behind them at a lock, so it waits here: a
    /// single session that somebody has locked takes one place, not all.
    /// </summary>
    public HashSet<Guid> UnderWay { get; } = [];

    public bool IsIdle => PlacesTaken == 0 && Queue.Count == 0;

    /// <summary>Takes the next group out of the queue, whoever came first first; what must not travel with it stays.</summary>
    /// <param name="maxCount">How many at most.</param>
    /// <param name="evenIfUnderWay">Whether nobody is to wait for what is under way by itself.</param>
    public (Group<TMember> Group, List<WaitingMember<TMember, TResult>> Waiting) Take(int maxCount, bool evenIfUnderWay)
    {
        var group = new Group<TMember>(maxCount);
        List<WaitingMember<TMember, TResult>> waiting = [];
        var passedOver = 0;
        for (var node = Queue.First; node is not null && !group.IsFull && passedOver < MaxPassedOver;)
        {
            var next = node.Next;
            var member = node.Value.Member;
            if (group.Holds(member.Id) || (UnderWay.Contains(member.Id) && !evenIfUnderWay))
            {
                // Its turn comes after that of the other one.
            }
            else if (group.TryAdd(member))
            {
                waiting.Add(node.Value);
                Queue.Remove(node);
            }
            else
            {
                passedOver++;
            }

            node = next;
        }

        return (group, waiting);
    }
}
