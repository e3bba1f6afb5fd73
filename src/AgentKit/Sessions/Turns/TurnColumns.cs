using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>The turns of a commit, checked and turned into columns: bulk rows travel as arrays, one per column.</summary>
internal sealed class TurnColumns : IDisposable
{
    private readonly int _count;
    private readonly string[] _roles;
    private readonly PooledText[] _buffers;
    private readonly ReadOnlyMemory<char>[] _contents;
    private readonly DateTimeOffset[] _createdAts;

    // Most turns have none of these. A column that no turn has travels as NULL, and unnest makes NULLs of it: fourteen arrays were an eighth of
    // what a commit allocated.
    private long[]? _inputTokens;
    private long[]? _outputTokens;
    private long[]? _cachedInputTokens;
    private long[]? _reasoningTokens;
    private decimal[]? _costs;
    private bool[]? _hasToolResults;
    private long?[]? _latencies;
    private string?[]? _authors;
    private string?[]? _models;
    private string?[]? _intents;
    private string?[]? _metadatas;

    public TurnColumns(
        IReadOnlyList<Turn> turns, DateTimeOffset now, ContentLimits limits, string paramName = nameof(SessionCommit.Turns))
    {
        _count = turns.Count;
        _roles = new string[_count];
        _buffers = new PooledText[_count];
        _contents = new ReadOnlyMemory<char>[_count];
        _createdAts = new DateTimeOffset[_count];
        for (var i = 0; i < _count; i++)
        {
            Add(i, turns[i] ?? throw new ArgumentException($"Turn {i} is null."), now, limits, new(paramName, i));
        }
    }

    /// <summary>The turns of several commits, one after the other.</summary>
    private TurnColumns(IReadOnlyList<TurnColumns> parts)
    {
        foreach (var part in parts)
        {
            _count += part._count;
            Characters += part.Characters;
        }

        _roles = Join(parts, static part => part._roles)!;
        _buffers = Join(parts, static part => part._buffers)!;
        _contents = Join(parts, static part => part._contents)!;
        _createdAts = Join(parts, static part => part._createdAts)!;
        _inputTokens = Join(parts, static part => part._inputTokens);
        _outputTokens = Join(parts, static part => part._outputTokens);
        _cachedInputTokens = Join(parts, static part => part._cachedInputTokens);
        _reasoningTokens = Join(parts, static part => part._reasoningTokens);
        _costs = Join(parts, static part => part._costs);
        _hasToolResults = Join(parts, static part => part._hasToolResults);
        _latencies = Join(parts, static part => part._latencies);
        _authors = Join(parts, static part => part._authors);
        _models = Join(parts, static part => part._models);
        _intents = Join(parts, static part => part._intents);
        _metadatas = Join(parts, static part => part._metadatas);
    }

    public int Count => _count;

    /// <summary>Of all texts that have no low limit of their own: contents, intents and metadata.</summary>
    public int Characters { get; private set; }

    /// <summary>The turns of several commits, one after the other; theirs are given back with these.</summary>
    public static TurnColumns Of(IReadOnlyList<TurnColumns> parts) => new(parts);

    public void AddTo(Statement statement) => statement
        .Keep(this)
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

    /// <summary>Gives the buffers of the contents back, when nothing is sent any more.</summary>
    public void Dispose()
    {
        foreach (var buffer in _buffers)
        {
            buffer.Dispose();
        }
    }

    private void Add(int i, Turn turn, DateTimeOffset now, ContentLimits limits, ParamName name)
    {
        UsageGuard.Check(turn.Usage, name.Of(nameof(turn.Usage)));

        _roles[i] = TurnRoleNames.Of(turn.Role);
        _buffers[i] = ContentGuard.Serialize(turn.Content, limits.TurnBytes, name.Of(nameof(turn.Content)));
        _contents[i] = _buffers[i].Memory;
        _createdAts[i] = (turn.CreatedAt ?? now).ToUniversalTime();
        Set(ref _inputTokens, i, turn.Usage.InputTokens);
        Set(ref _outputTokens, i, turn.Usage.OutputTokens);
        Set(ref _cachedInputTokens, i, turn.Usage.CachedInputTokens);
        Set(ref _reasoningTokens, i, turn.Usage.ReasoningTokens);
        Set(ref _costs, i, UsageGuard.CostOf(turn.Usage));
        Set(ref _hasToolResults, i, HasToolResult(turn.Content));
        Set(ref _latencies, i, Milliseconds(turn.Latency, name));
        Set(ref _authors, i, NameOf(turn.Author, name.Of(nameof(turn.Author))));
        Set(ref _models, i, NameOf(turn.Model, name.Of(nameof(turn.Model))));
        Set(ref _intents, i, IntentOf(turn, limits, name));
        Set(ref _metadatas, i, turn.Metadata is null
            ? null
            : StoredJson.Write(turn.Metadata, limits.MetadataBytes, $"{name}.Metadata", forJsonb: false));
        Characters += _contents[i].Length + (_intents?[i]?.Length ?? 0) + (_metadatas?[i]?.Length ?? 0);
    }

    private void Set<T>(ref T[]? column, int i, T value)
    {
        if (column is not null || !EqualityComparer<T>.Default.Equals(value, default))
        {
            (column ??= new T[_count])[i] = value;
        }
    }

    /// <summary>A column of all parts: nothing where none of them has it, and its own default where a part has not.</summary>
    private T[]? Join<T>(IReadOnlyList<TurnColumns> parts, Func<TurnColumns, T[]?> columnOf)
    {
        T[]? joined = null;
        var offset = 0;
        foreach (var part in parts)
        {
            if (columnOf(part) is { } column)
            {
                column.CopyTo(joined ??= new T[_count], offset);
            }

            offset += part._count;
        }

        return joined;
    }

    private static bool HasToolResult(IReadOnlyList<ContentBlock> content)
    {
        for (var i = 0; i < content.Count; i++)
        {
            if (content[i] is ToolResultBlock)
            {
                return true;
            }
        }

        return false;
    }

    private static string? NameOf(string? value, ParamName name) =>
        value is null ? null : TextGuard.Require(value, Turn.MaxNameLength, name.ToString());

    private static string? IntentOf(Turn turn, ContentLimits limits, ParamName name)
    {
        if (turn.Intent is not { } intent)
        {
            return null;
        }

        if (intent.Alternatives is null || intent.Alternatives.Any(alternative => alternative is null))
        {
            throw new ArgumentException("The alternatives of an intent are a list, and none of them is null.", $"{name}.Intent");
        }

        var json = intent.ToJson();
        JsonGuard.Check(json, $"{name}.Intent", limits.MetadataBytes);
        return json;
    }

    private static long? Milliseconds(TimeSpan? latency, ParamName name) =>
        latency switch
        {
            null => null,
            { Ticks: < 0 } => throw new ArgumentException("A latency is zero or more.", $"{name}.Latency"),
            { } duration => (long)duration.TotalMilliseconds,
        };
}
