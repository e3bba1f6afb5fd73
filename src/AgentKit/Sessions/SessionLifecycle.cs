namespace AgentKit;

/// <summary>From which statuses a session may go where. Stated here once; the commit statement enforces it on the row it locks.</summary>
internal static class SessionLifecycle
{
    private static readonly SessionStatus[] Open = [SessionStatus.Active, SessionStatus.Paused, SessionStatus.HandedOff];

    private static readonly string[] OpenNames = NamesOf(Open);
    private static readonly string[] ArchivableNames = NamesOf([.. Open, SessionStatus.Closed]);
    private static readonly string[] AllNames = NamesOf(Enum.GetValues<SessionStatus>());

    /// <summary>Every status: what was paid for is counted whatever has become of the session.</summary>
    public static string[] Any => AllNames;

    /// <summary>The statuses in which a commit to <paramref name="target"/> is accepted; without a target, those that take commits at all.</summary>
    public static string[] From(SessionStatus? target) => target switch
    {
        SessionStatus.Active => AllNames,
        SessionStatus.Archived => ArchivableNames,
        _ => OpenNames,
    };

    private static string[] NamesOf(SessionStatus[] statuses) => [.. statuses.Select(SessionStatusNames.Of)];
}
