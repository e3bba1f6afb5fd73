namespace AgentKit.Tests.Isolation;

/// <summary>What comes of a scope and an id.</summary>
internal enum PairAnswer
{
    /// <summary>As if it did not exist.</summary>
    NotThere,

    /// <summary>Seen, and not to be written.</summary>
    Denied,

    /// <summary>Read or written.</summary>
    GotThrough,
}
