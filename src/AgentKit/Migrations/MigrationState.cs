namespace AgentKit;

/// <summary>Where a migration stands in a database.</summary>
public enum MigrationState
{
    /// <summary>Shipped, and not yet applied.</summary>
    Pending = 0,

    /// <summary>Applied as shipped.</summary>
    Applied = 1,

    /// <summary>Applied from a file that differs from the shipped one.</summary>
    Changed = 2,

    /// <summary>Applied by a newer library; this one does not ship it.</summary>
    Unknown = 3,
}
