using System.Diagnostics;

namespace AgentKit;

/// <summary>A write that may travel with others, checked and ready to send.</summary>
/// <param name="scope">Who writes.</param>
/// <param name="id">What it writes, by the key that the policies of its table go by; a group holds one write of each.</param>
/// <param name="size">Of all its texts that have no low limit of their own, in UTF-16 characters.</param>
internal abstract class GroupMember(AgentScope scope, Guid id, int size)
{
    public AgentScope Scope { get; } = scope;

    public Guid Id { get; } = id;

    /// <summary>The session that it reads on the way, if any.</summary>
    public virtual Guid? SessionId => null;

    public int Size { get; } = size;

    /// <summary>The span within which it was made, if there is one.</summary>
    public ActivityContext? Caller { get; } = Activity.Current?.Context;

    /// <summary>How many rows it adds.</summary>
    public virtual int Rows => 1;
}
