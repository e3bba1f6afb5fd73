namespace AgentKit;

/// <summary>
/// Whether writes that a process makes at the same time travel in groups: commits of sessions, starts, records and ends of tool runs, and single
/// events. Each of them still has its own result or error, and is applied exactly once.
/// </summary>
/// <remarks>
/// <para>Worth turning on where a process holds hundreds of conversations at once: a group is one statement and one flush to disk for all that is in
/// it. With a few writes at a time it changes little: what finds nothing under way goes out at once and by itself.</para>
/// <para>What it costs: a write waits for the group before its own; whatever meets a conflict or is refused takes a second round trip, by itself,
/// to say so; and when a connection is lost, it was that of a whole group, each of which is then sent again.</para>
/// <para>In a group go writes to one workspace: those of its services, or those of its users, each of whom keeps their own rights. By themselves
/// go those that do more than append: with a run, a reservation, a status, another agent, state, metadata, a title, a summary or a rewind; large
/// ones, of more than 256 K characters or, commits, more than 20 turns; and those of admins while
/// <see cref="AgentKitOptions.AuditAdminReads"/> is on.</para>
/// <para>A session that somebody has locked takes one of the places: whatever else is written to it waits for that, and holds up nobody.</para>
/// </remarks>
public sealed class CoalescingOptions
{
    /// <summary>Off by default.</summary>
    public bool Enabled { get; set; }

    /// <summary>
    /// How many writes travel together at most. Default: 200; 2 to 1,000. Those of several users are told apart by the last two digits of their ids, of
    /// which there are 256: of many users fewer than that travel together, of their tool runs, which need those of their sessions too, fewer still.
    /// </summary>
    public int MaxGroupSize { get; set; } = 200;

    /// <summary>
    /// How many groups of one kind and workspace, and so connections, are on their way at the same time; while as many are, what comes waits for the
    /// next one. Where none of them comes to its end for a quarter of a second, because each is a single write that waits for a lock, one more goes, and
    /// so on up to twice as many; as those that stood come to their end, it becomes as many as before. Default: 4; 1 to 32.
    /// </summary>
    public int Concurrency { get; set; } = 4;

    /// <summary>
    /// How many writes of a kind wait in memory at most; of their contents, 64 M characters whatever this says. What finds no room goes by itself,
    /// as it would without coalescing. Default: 10,000; 1 to 1,000,000.
    /// </summary>
    public int Capacity { get; set; } = 10_000;

    /// <summary>How long those who wait put up with places that nobody passes on, before they take one more. Writes by themselves may wait for locks.</summary>
    internal TimeSpan Patience { get; set; } = TimeSpan.FromMilliseconds(250);
}
