using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>Under whose eyes and which id rows are removed.</summary>
/// <param name="Scope">Who erases.</param>
/// <param name="Id">Under which the rows are counted.</param>
/// <param name="Now">When it is done.</param>
internal sealed record Erasure(AgentScope Scope, Guid Id, DateTimeOffset Now)
{
    /// <summary>Gives a statement what all of them take.</summary>
    public Statement Give(Statement statement) => statement.Set("ErasureId", Id).Set("Now", Now);
}
