namespace AgentKit.Approvals.Story;

/// <summary>The story cannot go on as it is told.</summary>
internal sealed class StoryException(string message) : Exception(message);
