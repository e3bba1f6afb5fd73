namespace AgentKit;

/// <summary>A write that waits for its group, and then for what it comes to.</summary>
internal sealed class WaitingMember<TMember, TResult>
    where TMember : GroupMember
    where TResult : class
{
    private readonly TaskCompletionSource<GroupAnswer<TResult>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WaitingMember(TMember member)
    {
        Member = member;
        Node = new(this);
    }

    public TMember Member { get; }

    /// <summary>Its place in the queue of its lane, as long as it has one.</summary>
    public LinkedListNode<WaitingMember<TMember, TResult>> Node { get; }

    public Task<GroupAnswer<TResult>> Answer => _answer.Task;

    /// <summary>Whether somebody still waits for the answer.</summary>
    public bool TryAnswer(GroupAnswer<TResult> answer) => _answer.TrySetResult(answer);

    public void Cancel(CancellationToken cancellationToken) => _answer.TrySetCanceled(cancellationToken);
}
