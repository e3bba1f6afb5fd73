namespace AgentKit.Tests.Faults;

/// <summary>How a host is set up whose writes are disturbed.</summary>
/// <param name="IsRetried">Whether it sends again what failed.</param>
/// <param name="Hangs">Whether it gives up soon, because nothing comes back.</param>
/// <param name="Coalesces">Whether it lets writes travel in groups, and has updates take the row lock at once: the other way of either.</param>
internal sealed record FaultLaneKey(bool IsRetried, bool Hangs, bool Coalesces)
{
    public static IReadOnlyList<FaultLaneKey> All { get; } =
    [
        .. FaultKind.All.Select(kind => (kind.IsRetried, kind.Hangs)).Distinct()
            .SelectMany(key => new[] { false, true }.Select(coalesces => new FaultLaneKey(key.IsRetried, key.Hangs, coalesces))),
    ];

    public void Configure(AgentKitOptions options)
    {
        if (Coalesces)
        {
            options.Coalescing.Enabled = true;
            options.Resilience.ConflictsBeforeLock = 0;
        }
    }

    public bool Takes(FaultKind kind) => (kind.IsRetried, kind.Hangs) == (IsRetried, Hangs);
}
