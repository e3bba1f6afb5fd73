namespace AgentKit;

/// <summary>What a commit came to.</summary>
/// <param name="Committed">The session as the commit left it, now or when it was sent before; <see langword="null"/> if it was refused.</param>
/// <param name="Verdict">How things stand where it was not applied now; <see langword="null"/> if it was, or where the scope sees no session.</param>
internal readonly record struct CommitResult(SessionRow? Committed, CommitVerdictRow? Verdict);
