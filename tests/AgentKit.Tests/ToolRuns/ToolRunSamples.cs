using System.Text.Json;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.Retry;

namespace AgentKit.Tests.ToolRuns;

/// <summary>What the tests of the tool run log start from.</summary>
internal static class ToolRunSamples
{
    public const string Tool = "find_order";

    /// <summary>What must come back to the last character: order and repetition of keys, numbers of any size and spelling, white space.</summary>
    public const string Verbatim =
        """{ "z": 1.10, "a": 10000000000000000000000000000000000000000, "e": 1E40, "dup": 1, "dup": 2,  "t": "é \u00e9 🙂 \/" }""";

    public static JsonElement Input { get; } = Json("""{"order":"A-1001"}""");

    public static JsonElement Json(string text) => JsonElement.Parse(text);

    public static async Task<Guid> NewSessionAsync(this AgentKitFixture fixture, AgentScope scope) =>
        (await fixture.Sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent))).Id;

    public static NewToolRun New(Guid sessionId, string toolName = Tool) => new(sessionId, toolName, Input);

    public static CompletedToolRun Over(Guid sessionId, string toolName = Tool) => new(sessionId, toolName, Input)
    {
        StartedAt = DateTimeOffset.UtcNow,
        Duration = TimeSpan.FromMilliseconds(20),
    };

    /// <summary>A run of an agent, which the tool run log only points at.</summary>
    public static async Task<Guid> NewAgentRunAsync(this AgentKitFixture fixture, AgentScope scope, Guid sessionId)
    {
        var runId = Guid.CreateVersion7();
        var userId = scope.UserId is null ? "NULL" : $"'{scope.UserId}'";
        await Sql.ExecuteAsync(
            fixture.Database.AdminConnectionString,
            $"""
            INSERT INTO agentkit.runs (run_id, session_id, created_at, workspace_id, user_id, agent_id)
            VALUES ('{runId}', '{sessionId}', now(), '{scope.WorkspaceId}', {userId}, '{AgentKitFixture.Agent}')
            """);
        return runId;
    }

    /// <summary>An AgentKit that sends every call twice, as if the reply to the first had been lost.</summary>
    public static ServiceProvider CreateStutteringProvider(this AgentKitFixture fixture, Action<IServiceCollection>? services = null) =>
        fixture.CreateProvider(
            options => options.Resilience.TransientPipeline = new ResiliencePipelineBuilder()
                .AddRetry(new RetryStrategyOptions
                {
                    // Getting ready is not a call, and a retry disposes the data source that is its result.
                    ShouldHandle = attempt => new(attempt is { AttemptNumber: 0, Outcome.Result: not IDisposable }),
                    MaxRetryAttempts = 1,
                    Delay = TimeSpan.Zero,
                })
                .Build(),
            services);
}
