namespace AgentKit.Approvals.Story;

/// <summary>A line of a role.</summary>
/// <param name="Text">What it said.</param>
/// <param name="At">When, since the beginning of the story.</param>
internal sealed record SpokenLine(string Text, TimeSpan At);
