namespace AgentKit.Cli;

/// <summary>Reads the conversations of a file, turn by turn, so that none has to be in memory as a whole.</summary>
internal interface IConversationReader
{
    /// <summary>The parts in the order of the file, the same each time.</summary>
    /// <exception cref="SourceException">The file cannot be read on.</exception>
    IAsyncEnumerable<SourcePart> ReadAsync(SourceFile file, CancellationToken cancellationToken);
}
