using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>Whose budget it is: that of the workspace, of an agent in it, or of a session.</summary>
public sealed record BudgetSubject
{
    private BudgetSubject(BudgetSubjectKind kind, string id)
    {
        Kind = kind;
        Id = id;
    }

    /// <summary>The workspace of the scope.</summary>
    public static BudgetSubject Workspace { get; } = new(BudgetSubjectKind.Workspace, "");

    /// <summary>Which of the three it is.</summary>
    public BudgetSubjectKind Kind { get; }

    /// <summary>The id of the agent or the session; empty for the workspace.</summary>
    public string Id { get; }

    /// <summary>An agent, in all sessions of the workspace together. It need not be registered.</summary>
    /// <param name="agentId">1 to 100 characters.</param>
    /// <exception cref="ArgumentException">The id is empty, too long, or holds a character that PostgreSQL cannot store.</exception>
    public static BudgetSubject Agent(string agentId) =>
        new(BudgetSubjectKind.Agent, TextGuard.Require(agentId, AgentGuard.MaxIdLength, nameof(agentId)));

    /// <summary>One session.</summary>
    /// <param name="sessionId">Not empty.</param>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    public static BudgetSubject Session(Guid sessionId)
    {
        IdGuard.Require(sessionId, nameof(sessionId));
        return new(BudgetSubjectKind.Session, sessionId.ToString());
    }

    /// <summary>The subject as errors name it: <c>workspace</c>, <c>agent support</c>, <c>session 0198…</c>.</summary>
    public override string ToString() => Kind switch
    {
        BudgetSubjectKind.Agent => $"agent {Id}",
        BudgetSubjectKind.Session => $"session {Id}",
        _ => "workspace",
    };
}
