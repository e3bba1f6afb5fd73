namespace AgentKit.Cli;

/// <summary>What a conversation of a file has become before, or is to become.</summary>
/// <param name="Id">The id of its session.</param>
/// <param name="There">The session, or null where there is none yet.</param>
/// <param name="IsSame">Whether session and file say the same, as far as both go.</param>
internal sealed record ImportedSession(Guid Id, SessionSnapshot? There, bool IsSame);
