namespace AgentKit.Cli;

/// <summary>What an import of one file came to.</summary>
internal sealed record ImportOutcome
{
    /// <summary>Conversations that were not there before.</summary>
    public int Imported { get; init; }

    /// <summary>Conversations that were there and are longer now.</summary>
    public int Continued { get; init; }

    /// <summary>Conversations that were there already, as they are in the file.</summary>
    public int AlreadyThere { get; init; }

    /// <summary>Turns that were written.</summary>
    public long Turns { get; init; }

    /// <summary>What was not imported, and why.</summary>
    public IReadOnlyList<SourceProblem> Problems { get; init; } = [];
}
