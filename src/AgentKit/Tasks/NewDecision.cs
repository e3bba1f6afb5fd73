namespace AgentKit;

/// <summary>What is to be noted of a decision besides its verdict.</summary>
public sealed record NewDecision
{
    /// <summary>A unique id. Sent again with the same verdict, it returns the task and writes nothing. Default: a new one.</summary>
    public Guid OperationId { get; init; } = Guid.CreateVersion7();

    /// <summary>
    /// The user who decided, 1 to 200 characters. Default: the user of the scope. A service without a user must name one; users and admins
    /// decide for themselves, and may name nobody else.
    /// </summary>
    public string? Approver { get; init; }

    /// <summary>For people; at most 4,000 characters, none by default.</summary>
    public string? Comment { get; init; }
}
