namespace AgentKit.Cli;

/// <summary>Writes a session as a conversation of a format.</summary>
internal interface IConversationWriter
{
    /// <summary>Writes one session. What came from this format is written as it was.</summary>
    Task<ExportOutcome> WriteAsync(Session session, IAsyncEnumerable<Turn> turns, Stream destination, CancellationToken cancellationToken);
}
