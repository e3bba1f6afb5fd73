using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>Makes the statement by which a commit tells other processes that it happened.</summary>
internal sealed class ChangeNotices(Database database, AgentKitOptions options)
{
    /// <summary>The statement, or <see langword="null"/> where commits are to be silent; see <see cref="Statement.Then"/>.</summary>
    public Statement? For(AgentScope scope, Guid sessionId) =>
        options.NotifyChanges ? database.Statement(ChangeQueries.Notify).Set("Payload", ChangeKey.Of(scope, sessionId)) : null;
}
