namespace AgentKit;

/// <summary>One page of the changes of a workspace.</summary>
/// <param name="Changes">The changes in the order of the feed.</param>
/// <param name="Next">Where to go on; also after an empty page, which may have got past changes that the scope does not see.</param>
/// <param name="HasMore">Whether another page is there already.</param>
public sealed record ChangePage(IReadOnlyList<SessionChange> Changes, string Next, bool HasMore);
