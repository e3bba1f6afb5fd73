using System.Text.Json;
using AgentKit.Tests.Infrastructure;

namespace AgentKit.Tests.Cli;

/// <summary>Data as an application would have left it: a conversation with tool calls, in a run.</summary>
internal sealed record CliSamples(AgentScope Scope, Session Session, Run Run)
{
    public const string Question = "Where is my order A-1001? I have been waiting for two weeks, and nobody answers the phone in your shop.";
    public const string Thought = "The customer wants to know where the order is.";
    public const string Answer = "It left the depot in Bogotá yesterday.";
    public const string ToolFailure = "The index did not answer.";

    /// <summary>Longer than any terminal of the tests is wide.</summary>
    public static string Long { get; } = string.Join(' ', Enumerable.Repeat("word", 600));

    public string WorkspaceId => Scope.WorkspaceId;

    public static async Task<CliSamples> CreateAsync(AgentKitFixture fixture)
    {
        var scope = AgentKitFixture.NewUser();
        var (sessions, runs, tools) = (fixture.Sessions, fixture.Get<IRunStore>(), fixture.Get<IToolRunLog>());
        var session = await sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent) { Title = "Where is 注文 A-1001?" });
        var run = await runs.StartAsync(scope, new NewRun(session.Id) { Model = "large-1", Worker = "worker-3" });
        session = await sessions.CommitAsync(scope, session, new SessionCommit { Run = run.Lease, Turns = [Turn.User(Question), Calls()] });

        var output = Json($$"""{"status":"on its way","note":"{{Long}}"}""");
        await tools.RunAsync(
            scope,
            new NewToolRun(session.Id, "find_order", Json("""{"id":"A-1001"}""")) { RunId = run.Id, ToolUseId = "call-1" },
            _ => Task.FromResult(output));
        var failing = await tools.StartAsync(
            scope, new NewToolRun(session.Id, "search_manual", Json("""{"query":"late"}""")) { RunId = run.Id, ToolUseId = "call-2" });
        await tools.FailAsync(scope, failing.Id, new ToolError("timeout", ToolFailure));

        session = await sessions.CommitAsync(scope, session, new SessionCommit
        {
            Run = run.Lease,
            Turns =
            [
                Turn.Tool(new ToolResultBlock("call-1", output), new ToolResultBlock("call-2", Json("""{"error":"timeout"}"""), IsError: true)),
                Turn.Assistant($"{Answer} {Long}", new Usage { InputTokens = 3_900, OutputTokens = 120, Cost = 0.0187m }),
            ],
        });
        return new CliSamples(scope, session, await runs.CompleteAsync(scope, run.Lease));
    }

    public static JsonElement Json(string text) => JsonElement.Parse(text);

    private static Turn Calls() => Turn.Assistant(
        [
            new OtherBlock("thinking", Json($$"""{"type":"thinking","thinking":"{{Thought}}","signature":"c2ln"}""")),
            new TextBlock("Let me look."),
            new ToolUseBlock("call-1", "find_order", Json("""{"id":"A-1001","with_the_whole_history_of_all_parcels":true,"and_more":"so that it is long"}""")),
            new ToolUseBlock("call-2", "search_manual", Json("""{"query":"late"}""")),
            new ToolUseBlock("call-3", "send_mail", Json("{}")),
        ],
        new Usage { InputTokens = 1_250, OutputTokens = 84, Cost = 0.0061m }) with
    {
        Latency = TimeSpan.FromMilliseconds(290),
        Model = "large-1",
    };
}
