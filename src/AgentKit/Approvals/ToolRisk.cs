namespace AgentKit;

/// <summary>What can go wrong when a tool is called, as declared by whoever wrote it.</summary>
public enum ToolRisk
{
    /// <summary>Nobody has said; counts as <see cref="High"/>.</summary>
    Unspecified = 0,

    /// <summary>It only looks: called twice or for nothing, it has changed nothing.</summary>
    ReadOnly = 1,

    /// <summary>It changes something of little weight that is easily undone: a draft, a tag, a note.</summary>
    Low = 2,

    /// <summary>It changes something that others notice and that takes work to undo: an appointment, a record of a customer.</summary>
    Medium = 3,

    /// <summary>It cannot be undone, moves money, or reaches people outside: a deletion, a payment, a message sent.</summary>
    High = 4,
}
