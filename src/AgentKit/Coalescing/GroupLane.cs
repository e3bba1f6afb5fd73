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
    /// <summary>How far the queue is looked through for what fits, where many users' rows end alike.</summary>
    private const int MaxLookedAt = 2_000;

    public LinkedList<WaitingMember<TMember, TResult>> Queue { get; } = [];

    public int PlacesTaken { get; set; }

    /// <summary>How often a place has been passed on: while this rises, nobody who waits is stuck.</summary>
    public long Passed { get; set; }

    /// <summary>How often a place was added because none was passed on: whoever took theirs before the last time stood in that stall.</summary>
    public long Stalls { get; set; }

    public bool IsWatched { get; set; }

    public bool IsIdle => PlacesTaken == 0 && Queue.Count == 0;

    /// <summary>Takes the next group out of the queue, whoever came first first; what must not travel with it stays.</summary>
    public (Group<TMember> Group, List<WaitingMember<TMember, TResult>> Waiting) Take(int maxCount)
    {
        var group = new Group<TMember>(maxCount);
        List<WaitingMember<TMember, TResult>> waiting = [];
        var looked = 0;
        for (var node = Queue.First; node is not null && !group.IsFull && looked < MaxLookedAt; looked++)
        {
            var next = node.Next;
            if (group.TryAdd(node.Value.Member))
            {
                waiting.Add(node.Value);
                Queue.Remove(node);
            }

            node = next;
        }

        return (group, waiting);
    }
}
