namespace AgentKit.Infrastructure;

/// <summary>
/// Makes the statement that records a call of an admin, where the host asks for it. Writes are recorded too: they answer with what they find.
/// </summary>
internal sealed class AdminAudit(QueryCatalog queries, AgentKitOptions options, TimeProvider time)
{
    /// <summary>Parameters that name one thing, other than a session.</summary>
    private static readonly string[] Subjects = ["ToolRunId", "RunId", "TaskId", "EventId"];

    private readonly Query _record = queries["access_log/record"];

    /// <summary>The statement to send before the others of the call; <see langword="null"/> if there is nothing to record.</summary>
    /// <param name="scope">Who asks.</param>
    /// <param name="main">The statement that says what the call is about.</param>
    public Statement? For(AgentScope scope, Statement main)
    {
        if (!options.AuditAdminReads || scope.Access != AccessLevel.Admin)
        {
            return null;
        }

        var now = time.GetUtcNow();
        return new Statement(_record)
            .Set("AccessId", Guid.CreateVersion7(now))
            .Set("Now", now)
            .Set("UserId", scope.UserId!)
            .Set("Operation", main.Name)
            .Set("SessionId", main.FindId("SessionId"))
            .Set("SubjectId", Subjects.Select(subject => main.FindId(subject)).FirstOrDefault(id => id is not null))
            .Set("SubjectUserId", main.Find<string>("UserId"));
    }
}
