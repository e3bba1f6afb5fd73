using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Extensions.AI;

/// <summary>Spans and metrics of model calls and runs, in the sources that the library has for its database.</summary>
internal sealed class GenAITelemetry
{
    public const string Chat = "chat";

    private const string InvokeAgent = "invoke_agent";
    private const string UnknownProvider = "_OTHER";

    private readonly ActivitySource _source;
    private readonly Histogram<double> _chatDuration;
    private readonly Histogram<long> _tokenUsage;
    private readonly Histogram<double> _runDuration;
    private readonly string? _database;

    /// <param name="source">Where spans come from.</param>
    /// <param name="meter">Has each instrument once, however often it is asked for it.</param>
    /// <param name="database">What the host calls the database, where it has several.</param>
    public GenAITelemetry(ActivitySource source, Meter meter, string? database)
    {
        _source = source;
        _database = database;
        _chatDuration = meter.CreateHistogram(
            "gen_ai.client.operation.duration", "s", "GenAI operation duration.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
        _tokenUsage = meter.CreateHistogram(
            "gen_ai.client.token.usage",
            "{token}",
            "Number of input and output tokens used.",
            tags: null,
            new InstrumentAdvice<long> { HistogramBucketBoundaries = Tokens });
        _runDuration = meter.CreateHistogram(
            "agentkit.run.duration", "s", "Duration of a run of an agent, by how it ended.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
    }

    /// <summary>The bounds that OpenTelemetry recommends.</summary>
    private static double[] Seconds => [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];

    /// <summary>The bounds that it recommends for tokens.</summary>
    private static long[] Tokens => [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];

    /// <summary>That of a database of the host's.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="database">What the host calls the database; <see langword="null"/> for the one without a name.</param>
    public static GenAITelemetry Of(IServiceProvider services, string? database = null)
    {
        var key = database ?? AgentKitTelemetry.Name;
        return new(services.GetRequiredKeyedService<ActivitySource>(key), services.GetRequiredKeyedService<Meter>(key), database);
    }

    /// <summary>
    /// Begins to observe a call of a model. Nothing where nobody listens, and nothing where the client is one that tells of its calls itself: they
    /// would be counted twice.
    /// </summary>
    public ChatObservation? BeginChat(IChatClient client, ChatOptions? options, Guid sessionId, AgentScope scope)
    {
        if ((!_source.HasListeners() && !_chatDuration.Enabled && !_tokenUsage.Enabled)
            || client.GetService(typeof(ActivitySource)) is not null)
        {
            return null;
        }

        var metadata = client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata;
        var provider = metadata?.ProviderName ?? UnknownProvider;
        var model = options?.ModelId ?? metadata?.DefaultModelId;
        return new ChatObservation(this, StartChatSpan(provider, model, options, sessionId, scope), provider, model);
    }

    /// <summary>Begins to observe a run; nothing where nobody listens.</summary>
    public RunObservation? BeginRun(RunState state) =>
        _source.HasListeners() || _runDuration.Enabled ? new RunObservation(this, StartRunSpan(state), state.Run) : null;

    public void ChatEnded(TimeSpan duration, string provider, string? requested, string? answered, string? errorType)
    {
        if (_chatDuration.Enabled)
        {
            var tags = TagsOf(provider, requested, answered);
            if (errorType is not null)
            {
                tags.Add(GenAITags.ErrorType, errorType);
            }

            _chatDuration.Record(duration.TotalSeconds, tags);
        }
    }

    public void Used(long? tokens, string type, string provider, string? requested, string? answered)
    {
        if (tokens is { } count && _tokenUsage.Enabled)
        {
            var tags = TagsOf(provider, requested, answered);
            tags.Add(GenAITags.TokenType, type);
            _tokenUsage.Record(count, tags);
        }
    }

    public void RunEnded(TimeSpan duration, string outcome, string? errorType)
    {
        if (_runDuration.Enabled)
        {
            var tags = new TagList { { GenAITags.Outcome, outcome } };
            AddDatabaseTo(ref tags);
            if (errorType is not null)
            {
                tags.Add(GenAITags.ErrorType, errorType);
            }

            _runDuration.Record(duration.TotalSeconds, tags);
        }
    }

    private TagList TagsOf(string provider, string? requested, string? answered)
    {
        var tags = new TagList { { GenAITags.Operation, Chat }, { GenAITags.Provider, provider } };
        if (requested is not null)
        {
            tags.Add(GenAITags.RequestModel, requested);
        }

        if (answered is not null)
        {
            tags.Add(GenAITags.ResponseModel, answered);
        }

        AddDatabaseTo(ref tags);
        return tags;
    }

    private Activity? StartChatSpan(string provider, string? model, ChatOptions? options, Guid sessionId, AgentScope scope)
    {
        if (!_source.HasListeners())
        {
            return null;
        }

        if (Activity.Current is { } run && ReferenceEquals(run.Source, _source) && InvokeAgent.Equals(run.GetTagItem(GenAITags.Operation)))
        {
            run.SetTag(GenAITags.Provider, provider); // known only now
        }

        var tags = TagsOf(provider, model, answered: null);
        AddSubject(ref tags, sessionId, scope);
        if (options?.MaxOutputTokens is { } most)
        {
            tags.Add(GenAITags.MaxTokens, most);
        }

        return _source.StartActivity(model is null ? Chat : $"{Chat} {model}", ActivityKind.Client, default(ActivityContext), tags);
    }

    private Activity? StartRunSpan(RunState state)
    {
        if (!_source.HasListeners())
        {
            return null;
        }

        var tags = new TagList
        {
            { GenAITags.Operation, InvokeAgent },
            { GenAITags.AgentId, state.Agent.Id },
            { GenAITags.AgentName, state.Agent.Name },
            { GenAITags.RequestModel, state.Agent.Model },
            { GenAITags.RunId, state.Run.Id.ToString() },
        };
        AddDatabaseTo(ref tags);
        AddSubject(ref tags, state.Session.Id, state.Scope);
        return _source.StartActivity($"{InvokeAgent} {state.Agent.Name}", ActivityKind.Internal, default(ActivityContext), tags);
    }

    private static void AddSubject(ref TagList tags, Guid sessionId, AgentScope scope)
    {
        tags.Add(GenAITags.ConversationId, sessionId.ToString());
        tags.Add(GenAITags.WorkspaceId, scope.WorkspaceId);
    }

    private void AddDatabaseTo(ref TagList tags)
    {
        if (_database is not null)
        {
            tags.Add(GenAITags.Database, _database);
        }
    }
}
