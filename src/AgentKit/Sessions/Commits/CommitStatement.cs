using System.Text.Json;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>Makes the statement of a commit that <see cref="SessionGuard"/> has checked. Every change of a session is such a statement.</summary>
internal static class CommitStatement
{
    /// <summary>Fills it in.</summary>
    /// <param name="statement"><c>commit.sql</c>, or <c>commit_turns.sql</c> where that is enough; still without values.</param>
    /// <param name="scope">Who commits.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="expectedVersion">The version that the commit was decided on; <see langword="null"/> for any.</param>
    /// <param name="commit">What changes.</param>
    /// <param name="turns">Its turns.</param>
    /// <param name="now">The host's time.</param>
    /// <param name="limits">What is too large.</param>
    public static Statement Fill(
        Statement statement,
        AgentScope scope,
        Guid sessionId,
        long? expectedVersion,
        SessionCommit commit,
        TurnColumns turns,
        DateTimeOffset now,
        ContentLimits limits)
    {
        turns.AddTo(statement);
        CommitUsage.Of(commit).AddTo(statement);
        statement
            .Set("SessionId", sessionId)
            .Set("OperationId", commit.OperationId)
            .Set("RunId", commit.Run?.RunId)
            .Set("ExpectedVersion", expectedVersion)
            .Set("FromStatuses", SessionLifecycle.From(commit.Status))
            .Set("Now", now)
            .Set("ActiveBucket", ActivityBucket.Of(now));
        if (!IsOfTurnsOnly(commit))
        {
            AddSession(statement, commit, limits);
            AddState(statement, commit, now, limits);
        }

        return statement.WhenViolated(constraint => constraint switch
        {
            Constraints.OperationKey => new DatabaseUnavailableException("The same operation is being applied at this moment.", sqlState: null),
            Constraints.ConversationKey => new AlreadyExistsException("session", "the open conversation of session", sessionId.ToString()),
            Constraints.RowSecurity => new AccessDeniedException(scope.Access, "commit to", $"session {sessionId}"),
            _ => null,
        });
    }

    /// <summary>Whether it is for <c>commit_turns.sql</c>.</summary>
    public static bool IsOfTurnsOnly(SessionCommit commit) =>
        commit.Turns.Count > 0
            && commit.Status is null
            && commit.AgentId is null
            && commit.Phase is null
            && commit.Title is null
            && !commit.HasMetadata
            && !ChangesState(commit);

    private static bool ChangesState(SessionCommit commit) =>
        commit.IntentsSeen.Count > 0 || commit.TemplatesSent.Count > 0 || commit.HasCapturedData || commit.HasData;

    private static void AddSession(Statement statement, SessionCommit commit, ContentLimits limits) => statement
        .Set("AgentId", commit.AgentId)
        .Set("Status", commit.Status is { } status ? SessionStatusNames.Of(status) : null)
        .Set("StatusReason", commit.StatusReason)
        .Set("AssignedTo", commit.AssignedTo)
        .Set("Phase", commit.Phase)
        .Set("Title", commit.Title)
        .Set("Metadata", commit.HasMetadata ? StoredJson.Write(commit.Metadata, limits.MetadataBytes, nameof(commit.Metadata)) : null);

    private static void AddState(Statement statement, SessionCommit commit, DateTimeOffset now, ContentLimits limits)
    {
        statement
            .Set("ChangesState", ChangesState(commit))
            .Set("IntentsSeen", IntentsOf(commit, now))
            .Set("TemplatesSent", TemplatesOf(commit, now))
            .Set("CapturedData", commit.HasCapturedData ? StoredJson.Write(commit.CapturedData, limits.MetadataBytes, nameof(commit.CapturedData)) : "{}")
            .Set("Data", commit.HasData ? StoredJson.Write(commit.Data, limits.MetadataBytes, nameof(commit.Data)) : "{}");
    }

    private static string IntentsOf(SessionCommit commit, DateTimeOffset now)
    {
        if (commit.IntentsSeen.Count == 0)
        {
            return "[]";
        }

        IReadOnlyList<IntentSeen> intents =
        [
            .. commit.IntentsSeen
                .DistinctBy(intent => intent.Name, StringComparer.Ordinal)
                .Select(intent => intent with { SeenAt = intent.SeenAt ?? now }),
        ];
        return JsonSerializer.Serialize(intents, SessionJsonContext.Default.IReadOnlyListIntentSeen);
    }

    private static string TemplatesOf(SessionCommit commit, DateTimeOffset now)
    {
        if (commit.TemplatesSent.Count == 0)
        {
            return "[]";
        }

        IReadOnlyList<TemplateSent> templates =
            [.. commit.TemplatesSent.Select(template => template with { SentAt = template.SentAt ?? now })];
        return JsonSerializer.Serialize(templates, SessionJsonContext.Default.IReadOnlyListTemplateSent);
    }
}
