using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentKit.Extensions.AI;

/// <summary>Gives a chat client of any provider the memory of a session.</summary>
public static class ChatClientAgentKitExtensions
{
    /// <summary>A client that loads the history of a session and commits each exchange to it.</summary>
    /// <param name="chatClient">The client that answers. Disposed with the one that is returned, as ever with delegating clients.</param>
    /// <param name="services">A provider on which <see cref="AgentKitServiceCollectionExtensions">AddAgentKit</see> was called.</param>
    /// <param name="scope">Who asks.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="options">Length of the history, price, what becomes of interrupted replies. Default:
    /// <see cref="PersistingChatOptions"/> as it is.</param>
    /// <param name="database">The name of the database, where the host has several. Default: the one without.</param>
    /// <exception cref="ArgumentNullException">Client, services or scope are missing.</exception>
    /// <exception cref="ArgumentException">The session id is empty, or an option is out of range.</exception>
    /// <exception cref="InvalidOperationException">AgentKit was not added to the services, or not for that database.</exception>
    public static PersistingChatClient WithAgentKit(
        this IChatClient chatClient,
        IServiceProvider services,
        AgentScope scope,
        Guid sessionId,
        PersistingChatOptions? options = null,
        string? database = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        return Create(
            chatClient,
            services.GetRequiredKeyedService<ISessionStore>(database),
            services.GetRequiredKeyedService<IRunStore>(database),
            scope,
            sessionId,
            options,
            services.GetRequiredKeyedService<AgentKitOptions>(database).Limits,
            services.GetRequiredService<TimeProvider>(),
            GenAITelemetry.Of(services, database),
            services.GetRequiredService<ILogger<PersistingChatClient>>());
    }

    /// <summary>The same with a store at hand, default limits, the system's clock, no log, no runs, and no telemetry of its own.</summary>
    /// <inheritdoc cref="WithAgentKit(IChatClient, IServiceProvider, AgentScope, Guid, PersistingChatOptions?, string?)"/>
    /// <param name="chatClient">The client that answers. Disposed with the one that is returned, as ever with delegating clients.</param>
    /// <param name="sessions">Where the session is.</param>
    /// <param name="scope">Who asks.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="options">Length of the history, price, what becomes of interrupted replies. Default:
    /// <see cref="PersistingChatOptions"/> as it is.</param>
    public static PersistingChatClient WithAgentKit(
        this IChatClient chatClient, ISessionStore sessions, AgentScope scope, Guid sessionId, PersistingChatOptions? options = null) =>
        Create(chatClient, sessions, runs: null, scope, sessionId, options, new ContentLimits(), TimeProvider.System, telemetry: null, NullLogger.Instance);

    private static PersistingChatClient Create(
        IChatClient chatClient,
        ISessionStore sessions,
        IRunStore? runs,
        AgentScope scope,
        Guid sessionId,
        PersistingChatOptions? options,
        ContentLimits limits,
        TimeProvider time,
        GenAITelemetry? telemetry,
        ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(chatClient);
        ArgumentNullException.ThrowIfNull(sessions);
        ArgumentNullException.ThrowIfNull(scope);
        if (sessionId == Guid.Empty)
        {
            throw new ArgumentException("The id is empty.", nameof(sessionId));
        }

        options ??= new PersistingChatOptions();
        if (options.HistoryTurns is < 0 or > 1_000)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.HistoryTurns, "HistoryTurns is between 0 and 1,000.");
        }

        var recorded = new ExchangeRuns(options.RecordRuns ? runs : null, time, logger);
        return new PersistingChatClient(chatClient, new ExchangeStore(sessions, recorded, scope, sessionId, options, limits, time, telemetry, logger));
    }
}
