using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>A row of <c>turns</c>, or of a table with the same columns, as Dapper maps it by name.</summary>
internal record TurnRow
{
    private const long MaxMilliseconds = long.MaxValue / TimeSpan.TicksPerMillisecond;

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
        Intent = Intent is null ? null : ReadIntent(Intent),
        Usage = ToUsage(),
        Latency = LatencyMs is { } milliseconds ? TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, MaxMilliseconds)) : null,
        CreatedAt = CreatedAt,
        Metadata = Metadata is null ? null : StoredJson.ReadVerbatimObject(Metadata),
    };

    /// <summary>One that another writer has put there may be anything: the turn is read without it.</summary>
    private static IntentResult? ReadIntent(string json)
    {
        try
        {
            return IntentResult.Parse(json);
        }
        catch (ModelResponseException)
        {
            return null;
        }
    }

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
