namespace AgentKit;

/// <summary>What one read of a feed came to.</summary>
/// <param name="Changes">The changes, in order.</param>
/// <param name="HasMore">Whether more are there already.</param>
/// <param name="IsWaiting">Whether a commit is there that waits for an older transaction to end.</param>
internal sealed record FeedPage(IReadOnlyList<SessionChange> Changes, bool HasMore, bool IsWaiting = false);
