namespace AgentKit.Tests.Histories.Recording;

/// <summary>What a caller knows about a call once it has come back.</summary>
internal enum Outcome
{
    /// <summary>It was answered: it has happened, once.</summary>
    Done,

    /// <summary>It was refused with a typed error: it has not happened, and never will.</summary>
    Refused,

    /// <summary>The database could not be reached, or the caller gave up: it has happened once, happens yet, or never does.</summary>
    Unknown,

    /// <summary>It threw what no contract names; whether it has happened is unknown too.</summary>
    Broken,
}
