using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>The turns of a commit, checked and turned into columns: bulk rows travel as arrays, one per column.</summary>
internal sealed class TurnColumns
{
    private readonly string[] _roles;
    private readonly string[] _contents;
    private readonly DateTimeOffset[] _createdAts;
    private readonly long[] _inputTokens;
    private readonly long[] _outputTokens;
    private readonly long[] _cachedInputTokens;
    private readonly long[] _reasoningTokens;
    private readonly decimal[] _costs;
    private readonly bool[] _hasToolResults;
    private readonly long?[] _latencies;
    private readonly string?[] _authors;
    private readonly string?[] _models;
    private readonly string?[] _intents;
    private readonly string?[] _metadatas;

    public TurnColumns(IReadOnlyList<Turn> turns, DateTimeOffset now, ContentLimits limits, string paramName = nameof(SessionCommit.Turns))
    {
        var count = turns.Count;
        _roles = new string[count];
        _contents = new string[count];
        _createdAts = new DateTimeOffset[count];
        _inputTokens = new long[count];
        _outputTokens = new long[count];
        _cachedInputTokens = new long[count];
        _reasoningTokens = new long[count];
        _costs = new decimal[count];
        _hasToolResults = new bool[count];
        _latencies = new long?[count];
        _authors = new string?[count];
        _models = new string?[count];
        _intents = new string?[count];
        _metadatas = new string?[count];

        for (var i = 0; i < count; i++)
        {
            Add(i, turns[i] ?? throw new ArgumentException($"Turn {i} is null."), now, limits, $"{paramName}[{i}]");
        }
    }

    public void AddTo(Statement statement) => statement
        .Set("Roles", _roles)
        .Set("Contents", _contents)
        .Set("CreatedAts", _createdAts)
        .Set("TurnInputTokens", _inputTokens)
        .Set("TurnOutputTokens", _outputTokens)
        .Set("TurnCachedInputTokens", _cachedInputTokens)
        .Set("TurnReasoningTokens", _reasoningTokens)
        .Set("TurnCosts", _costs)
        .Set("HasToolResults", _hasToolResults)
        .Set("LatenciesMs", _latencies)
        .Set("Authors", _authors)
        .Set("Models", _models)
        .Set("Intents", _intents)
        .Set("TurnMetadatas", _metadatas);

    private void Add(int i, Turn turn, DateTimeOffset now, ContentLimits limits, string name)
    {
        UsageGuard.Check(turn.Usage, $"{name}.Usage");

        _roles[i] = TurnRoleNames.Of(turn.Role);
        _contents[i] = ContentGuard.Serialize(turn.Content, limits.TurnBytes, $"{name}.Content");
        _createdAts[i] = (turn.CreatedAt ?? now).ToUniversalTime();
        _inputTokens[i] = turn.Usage.InputTokens;
        _outputTokens[i] = turn.Usage.OutputTokens;
        _cachedInputTokens[i] = turn.Usage.CachedInputTokens;
        _reasoningTokens[i] = turn.Usage.ReasoningTokens;
        _costs[i] = UsageGuard.CostOf(turn.Usage);
        _hasToolResults[i] = turn.Content.Any(block => block is ToolResultBlock);
        _latencies[i] = Milliseconds(turn.Latency, name);
        _authors[i] = TextGuard.Optional(turn.Author, Turn.MaxNameLength, $"{name}.Author");
        _models[i] = TextGuard.Optional(turn.Model, Turn.MaxNameLength, $"{name}.Model");
        _intents[i] = IntentOf(turn, limits, name);
        _metadatas[i] = turn.Metadata is null
            ? null
            : StoredJson.Write(turn.Metadata, limits.MetadataBytes, $"{name}.Metadata", forJsonb: false);
    }

    private static string? IntentOf(Turn turn, ContentLimits limits, string name)
    {
        if (turn.Intent?.ToJson() is not { } json)
        {
            return null;
        }

        JsonGuard.Check(json, $"{name}.Intent", limits.MetadataBytes);
        return json;
    }

    private static long? Milliseconds(TimeSpan? latency, string name) =>
        latency switch
        {
            null => null,
            { Ticks: < 0 } => throw new ArgumentException("A latency is zero or more.", $"{name}.Latency"),
            { } duration => (long)duration.TotalMilliseconds,
        };
}
