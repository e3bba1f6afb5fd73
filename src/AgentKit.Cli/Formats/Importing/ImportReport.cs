namespace AgentKit.Cli;

/// <summary>What became of one file.</summary>
internal sealed record ImportReport
{
    public required string File { get; init; }

    /// <summary>The format it is in, or none if it is in none of them.</summary>
    public string? Format { get; init; }

    /// <summary>How many conversations it holds, good and bad ones.</summary>
    public long Conversations { get; init; }

    /// <summary>How many turns the good ones have.</summary>
    public long Turns { get; init; }

    /// <summary>How many tools are called in the good ones.</summary>
    public long ToolCalls { get; init; }

    public long Imported { get; init; }

    public long Continued { get; init; }

    public long AlreadyThere { get; init; }

    /// <summary>Turns that were written; of an export of AgentKit, rows.</summary>
    public long Written { get; init; }

    public IReadOnlyList<SourceProblem> Problems { get; init; } = [];
}
