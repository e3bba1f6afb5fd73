namespace AgentKit.Cli;

/// <summary>How a check ended.</summary>
internal enum CheckState
{
    Ok = 0,

    /// <summary>It works, and would work better.</summary>
    Warning = 1,

    /// <summary>It does not work, or will not for long.</summary>
    Problem = 2,

    /// <summary>It could not be looked at; the finding says why.</summary>
    Skipped = 3,
}
