using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>A row of <c>turns</c>, or of a table with the same columns, as Dapper maps it by name.</summary>
internal record TurnRow
{
    public long TurnNumber { get; init; }

    public long Version { get; init; }

    public string Role { get; init; } = "";

    public string Content { get; init; } = "";

    public string? Author { get; init; }

    public string? Model { get; init; }

    public string? Intent { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    public long CachedInputTokens { get; init; }

    public long ReasoningTokens { get; init; }

    public decimal Cost { get; init; }

    public long? LatencyMs { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public string? Metadata { get; init; }

    public Turn ToTurn() => new()
    {
        Number = TurnNumber,
        Version = Version,
        Role = TurnRoleNames.Parse(Role),
        Content = ContentJson.Deserialize(Content),
        Author = Author,
        Model = Model,
        Intent = Intent is null ? null : IntentResult.Parse(Intent),
        Usage = ToUsage(),
        Latency = LatencyMs is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
        CreatedAt = CreatedAt,
        Metadata = Metadata is null ? null : StoredJson.ReadObject(Metadata),
    };

    private Usage ToUsage() =>
        InputTokens == 0 && OutputTokens == 0 && CachedInputTokens == 0 && ReasoningTokens == 0 && Cost == 0
            ? Usage.None
            : new Usage
            {
                InputTokens = InputTokens,
                OutputTokens = OutputTokens,
                CachedInputTokens = CachedInputTokens,
                ReasoningTokens = ReasoningTokens,
                Cost = Cost,
            };
}
