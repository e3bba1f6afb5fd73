namespace AgentKit.Maintenance.Working;

/// <summary>What is tidied, how often, and how long things are kept: the section <c>Maintenance</c> of the settings.</summary>
internal sealed class MaintenanceOptions
{
    public const string Section = "Maintenance";

    /// <summary>Every sweep belongs to one workspace; there is none across them.</summary>
    public IList<string> Workspaces { get; set; } = [];

    /// <summary>The pause between two rounds.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Up to so much is added to each pause, at random: several instances do not work in step.</summary>
    public TimeSpan Jitter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a tool may take at most: what runs for longer has lost its worker.</summary>
    public TimeSpan ToolRunsOrphanedAfter { get; set; } = TimeSpan.FromHours(1);

    public TimeSpan? KeepClosedSessions { get; set; }

    public TimeSpan? KeepToolRuns { get; set; }

    public TimeSpan? KeepTasks { get; set; }

    public TimeSpan? KeepEvents { get; set; }

    public static bool IsValid(MaintenanceOptions options) =>
        options.Workspaces.Count > 0
        && options.Interval > TimeSpan.Zero
        && options.Jitter >= TimeSpan.Zero
        && options.ToolRunsOrphanedAfter > TimeSpan.Zero
        && new[] { options.KeepClosedSessions, options.KeepToolRuns, options.KeepTasks, options.KeepEvents }.All(time => time is null || time > TimeSpan.Zero);

    public RetentionPolicy ToPolicy()
    {
        var policy = new RetentionPolicy { Events = KeepEvents };
        if (KeepClosedSessions is { } sessions)
        {
            policy.Sessions[SessionStatus.Closed] = sessions;
            policy.Sessions[SessionStatus.Archived] = sessions;
        }

        if (KeepToolRuns is { } toolRuns)
        {
            policy.ToolRuns[ToolRunStatus.Succeeded] = toolRuns;
            policy.ToolRuns[ToolRunStatus.Failed] = toolRuns;
            policy.ToolRuns[ToolRunStatus.Canceled] = toolRuns;
        }

        if (KeepTasks is { } tasks)
        {
            policy.Tasks[AgentTaskStatus.Completed] = tasks;
            policy.Tasks[AgentTaskStatus.Failed] = tasks;
            policy.Tasks[AgentTaskStatus.Canceled] = tasks;
        }

        return policy;
    }
}
