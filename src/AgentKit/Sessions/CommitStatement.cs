using System.Text.Json;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>Checks a commit and makes the statement of it. There is one such statement; every change of a session is it.</summary>
internal static class CommitStatement
{
    /// <summary>Fills in <c>commit.sql</c>.</summary>
    /// <param name="statement">The statement, still without values.</param>
    /// <param name="scope">Who commits.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="expectedVersion">The version that the commit was decided on; <see langword="null"/> for any.</param>
    /// <param name="commit">What changes.</param>
    /// <param name="now">The host's time.</param>
    /// <param name="limits">What is too large.</param>
    public static Statement Fill(
        Statement statement,
        AgentScope scope,
        Guid sessionId,
        long? expectedVersion,
        SessionCommit commit,
        DateTimeOffset now,
        ContentLimits limits)
    {
        SessionGuard.Check(commit, limits);
        AddTurns(statement, commit, now, limits);
        AddState(statement, commit, now, limits);

        return statement
            .Set("SessionId", sessionId)
            .Set("OperationId", commit.OperationId)
            .Set("RunId", commit.Run?.RunId)
            .Set("ExpectedVersion", expectedVersion)
            .Set("FromStatuses", SessionLifecycle.From(commit.Status))
            .Set("Now", now)
            .Set("ActiveBucket", ActivityBucket.Of(now))
            .Set("AgentId", commit.AgentId)
            .Set("Status", commit.Status is { } status ? SessionStatusNames.Of(status) : null)
            .Set("StatusReason", commit.StatusReason)
            .Set("AssignedTo", commit.AssignedTo)
            .Set("Phase", commit.Phase)
            .Set("Title", commit.Title)
            .Set("Metadata", commit.HasMetadata ? StoredJson.Write(commit.Metadata, limits.MetadataBytes, nameof(commit.Metadata)) : null)
            .WhenViolated(Constraints.OperationKey, () => new DatabaseUnavailableException(
                "The same operation is being applied at this moment.", sqlState: null))
            .WhenViolated(Constraints.ConversationKey, () => new AlreadyExistsException(
                "session", "the open conversation of session", sessionId.ToString()))
            .WhenViolated(Constraints.RowSecurity, () => new AccessDeniedException(
                scope.Access, "commit to", $"session {sessionId}"));
    }

    private static void AddTurns(Statement statement, SessionCommit commit, DateTimeOffset now, ContentLimits limits)
    {
        new TurnColumns(commit.Turns, now, limits).AddTo(statement);
        CommitUsage.Of(commit).AddTo(statement);
    }

    private static void AddState(Statement statement, SessionCommit commit, DateTimeOffset now, ContentLimits limits)
    {
        var changes = commit.IntentsSeen.Count > 0 || commit.TemplatesSent.Count > 0 || commit.HasCapturedData || commit.HasData;
        statement
            .Set("ChangesState", changes)
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
