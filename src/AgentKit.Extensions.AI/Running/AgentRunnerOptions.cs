using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Extensions.AI;

/// <summary>What the host decides about the runs of agents. Everything has a default.</summary>
/// <remarks>Checked at the start of a generic host, or at the first use; not to be changed afterwards.</remarks>
public sealed class AgentRunnerOptions
{
    internal const string Ranges =
        "AgentRunnerOptions: MaxModelCalls is 1 to 1,000, HistoryTurns 1 to 1,000, LeaseDuration 3 seconds to one day, MaxConcurrentTools 1 to 100, "
        + "MaxOutputTokens 1 or more; no function may be null.";

    /// <summary>How often a model is called in one run; 1 to 1,000. Default: 10.</summary>
    public int MaxModelCalls { get; set; } = 10;

    /// <summary>How many of a session's last turns a model reads beside its summary; 1 to 1,000. Default: 200.</summary>
    public int HistoryTurns { get; set; } = 200;

    /// <summary>
    /// How long a worker may be silent before another one may take over its run, or the task of an approved tool: 3 seconds to one day. A
    /// worker that lives renews both three times as often. Default: five minutes.
    /// </summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How many of the tools that a model asks for in one turn run at once; 1 to 100. Default: 1, in the order in which it asks.
    /// </summary>
    public int MaxConcurrentTools { get; set; } = 1;

    /// <summary>The most tokens that a reply may have; given to the model, and reserved. 1 or more. Default: 4,096.</summary>
    public int MaxOutputTokens { get; set; } = 4_096;

    /// <summary>
    /// How many tokens a prompt has at most, for the reservation before the call; what is used is settled afterwards, and where a reply was
    /// interrupted before its provider reported that, this is. Default: one for three bytes of its JSON, instructions and tools included.
    /// </summary>
    public Func<IReadOnlyList<ChatMessage>, ChatOptions, long> EstimateTokens { get; set; } = TokenEstimate.Of;

    /// <summary>The price of a response, in the host's currency. Default: 0.</summary>
    public Func<ChatResponse, decimal> Cost { get; set; } = static _ => 0;

    /// <summary>The most that a model call may cost, for the reservation before it; <see cref="Cost"/> says afterwards what it did cost.
    /// Default: 0.</summary>
    public Func<IReadOnlyList<ChatMessage>, ChatOptions, decimal> EstimateCost { get; set; } = static (_, _) => 0;

    /// <summary>
    /// Chooses the model of an agent. Default: the <see cref="IChatClient"/> that is registered under the agent's
    /// <see cref="AgentDefinition.ModelAlias"/>, or else the one without a key. It must not be one that keeps messages or calls functions
    /// by itself: the runner does both.
    /// </summary>
    public Func<IServiceProvider, AgentDefinition, IChatClient> ChatClient { get; set; } = static (services, agent) =>
        (agent.ModelAlias is { } alias ? services.GetKeyedService<IChatClient>(alias) : null) ?? services.GetRequiredService<IChatClient>();

    /// <summary>Adds to what a model is called with, such as its temperature; called before each call. Default: nothing.</summary>
    public Action<AgentDefinition, ChatOptions> ConfigureChat { get; set; } = static (_, _) => { };

    /// <summary>How contents become JSON; to be given where a host has contents of its own. Default: that of Microsoft.Extensions.AI.</summary>
    public JsonSerializerOptions SerializerOptions { get; set; } = ContentJsonOptions.Default;

    internal static bool IsValid(AgentRunnerOptions options) =>
        options is
        {
            MaxModelCalls: >= 1 and <= 1_000,
            HistoryTurns: >= 1 and <= 1_000,
            MaxConcurrentTools: >= 1 and <= 100,
            MaxOutputTokens: >= 1,
            EstimateTokens: not null,
            EstimateCost: not null,
            Cost: not null,
            ChatClient: not null,
            ConfigureChat: not null,
            SerializerOptions: not null,
        }
        && options.LeaseDuration >= TimeSpan.FromSeconds(3) && options.LeaseDuration <= TimeSpan.FromDays(1);
}
