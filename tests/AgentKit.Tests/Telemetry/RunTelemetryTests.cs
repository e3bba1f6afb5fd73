using System.Diagnostics;
using AgentKit.Extensions.AI;
using AgentKit.Tests.Cli;
using AgentKit.Tests.ExtensionsAI;
using AgentKit.Tests.ExtensionsAI.Running;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Telemetry;

/// <summary>A run is a span around its model calls and tools, which are told as OpenTelemetry's conventions for generative AI say.</summary>
public sealed class RunTelemetryTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_WithATool_IsASpanAroundModelToolAndCommits(bool streaming)
    {
        await using var host = new RunnerHost(fixture);
        var session = await host.NewSessionAsync();
        using var heard = new TelemetryRecorder(host.Get<IServiceProvider>());
        host.Model.Asks(RunnerHost.Call("look", "c1", ("what", "geheim"))).Answers("geheim too", new() { InputTokenCount = 7, OutputTokenCount = 3 });

        var result = streaming
            ? (await host.Runner.RunStreamingAsync(host.Scope, session.Id, "geheim").ToListAsync())[^1].Outcome!
            : await host.Runner.RunAsync(host.Scope, session.Id, "geheim");

        var run = heard.Spans.Single(span => span.DisplayName == "invoke_agent Assistant");
        run.Kind.Should().Be(ActivityKind.Internal);
        Tags(run).Should().Contain(new Dictionary<string, object?>
        {
            ["gen_ai.operation.name"] = "invoke_agent",
            ["gen_ai.agent.id"] = RunnerHost.Agent,
            ["gen_ai.agent.name"] = "Assistant",
            ["gen_ai.request.model"] = "a-model",
            ["gen_ai.conversation.id"] = session.Id.ToString(),
            ["gen_ai.usage.input_tokens"] = 17L,
            ["gen_ai.usage.output_tokens"] = 8L,
            ["agentkit.run.id"] = result.Run.Id.ToString(),
            ["agentkit.outcome"] = "completed",
        });
        var inside = heard.Spans.Where(span => span.ParentSpanId == run.SpanId).ToArray();
        inside.Where(span => span.Kind == ActivityKind.Internal || span.DisplayName.StartsWith("chat")).Select(span => span.DisplayName)
            .Should().Equal("chat a-model", "execute_tool look", "chat a-model");
        inside.Should().Contain(span => span.DisplayName == "sessions/commit").And.Contain(span => span.DisplayName == "budgets/reserve");

        var chat = inside.Last(span => span.DisplayName == "chat a-model");
        chat.Kind.Should().Be(ActivityKind.Client);
        Tags(chat).Should().Contain(new Dictionary<string, object?>
        {
            ["gen_ai.operation.name"] = "chat",
            ["gen_ai.provider.name"] = "_OTHER",
            ["gen_ai.response.model"] = "scripted-1",
            ["gen_ai.response.id"] = "r-1",
            ["gen_ai.usage.input_tokens"] = 7L,
        });
        chat.GetTagItem("gen_ai.response.finish_reasons").Should().BeEquivalentTo(new[] { "stop" });
        heard.Of("gen_ai.client.operation.duration").Should().HaveCount(2);
        heard.Of("gen_ai.client.token.usage").Select(usage => (usage["gen_ai.token.type"], usage.Value))
            .Should().Equal(("input", 10), ("output", 5), ("input", 7), ("output", 3));
        heard.Of("agentkit.run.duration").Should().ContainSingle().Which["agentkit.outcome"].Should().Be("completed");
        heard.Everything().Should().NotContain("geheim");
    }

    [Fact]
    public async Task Run_ModelFails_IsToldByTypeAndNotByMessage()
    {
        await using var host = new RunnerHost(fixture);
        var session = await host.NewSessionAsync();
        using var heard = new TelemetryRecorder(host.Get<IServiceProvider>());
        host.Model.Throws(new HttpRequestException("geheim"));

        await host.Awaiting(h => h.Runner.RunAsync(h.Scope, session.Id, "go")).Should().ThrowAsync<HttpRequestException>();

        var failed = heard.Spans.Where(span => span.Status == ActivityStatusCode.Error).ToArray();
        failed.Select(span => span.DisplayName).Should().Equal("chat a-model", "invoke_agent Assistant");
        failed.Should().OnlyContain(span => Equals(span.GetTagItem("error.type"), typeof(HttpRequestException).FullName));
        heard.Of("gen_ai.client.operation.duration").Should().ContainSingle().Which["error.type"].Should().Be(typeof(HttpRequestException).FullName);
        heard.Of("agentkit.run.duration").Should().ContainSingle().Which["agentkit.outcome"].Should().Be("failed");
        heard.Everything().Should().NotContain("geheim");
    }

    [Fact]
    public async Task Run_WaitsForAPerson_SaysSo()
    {
        await using var host = new RunnerHost(fixture);
        var session = await host.NewSessionAsync();
        await host.AllowAsync(AutoExecuteLevel.Confirm);
        using var heard = new TelemetryRecorder(host.Get<IServiceProvider>());
        host.Model.Asks(RunnerHost.Call("pay"));

        await host.Runner.RunAsync(host.Scope, session.Id, "go");

        heard.Of("agentkit.run.duration").Should().ContainSingle().Which["agentkit.outcome"].Should().Be("waiting_for_approval");
        heard.Spans.Should().NotContain(span => span.DisplayName.StartsWith("execute_tool"));
    }

    [Fact]
    public async Task Run_ThatGoesOn_TellsInEachPartWhatThatPartHasUsed()
    {
        await using var host = new RunnerHost(fixture);
        var session = await host.NewSessionAsync();
        await host.AllowAsync(AutoExecuteLevel.Confirm);
        using var heard = new TelemetryRecorder(host.Get<IServiceProvider>());
        host.Model.Asks(RunnerHost.Call("pay")).Answers("paid", new() { InputTokenCount = 7, OutputTokenCount = 3 });
        await host.Runner.RunAsync(host.Scope, session.Id, "go");
        var task = (await host.Get<ITaskStore>().ListPendingApprovalsAsync(host.Scope)).Items.Single();
        await host.Get<ITaskStore>().ApproveAsync(host.Scope, task.TaskId, task.StepNumber);

        await host.Runner.ResumeAsync(host.Scope, session.Id);

        heard.Spans.Where(span => span.DisplayName == "invoke_agent Assistant").Select(span => span.GetTagItem("gen_ai.usage.input_tokens"))
            .Should().Equal(10L, 7L);
    }

    [Fact]
    public async Task ChatClient_UnderAnotherSpanOfAgentKit_SaysNothingOfItsProviderThere()
    {
        await using var provider = fixture.CreateProvider();
        var (client, scope) = await ClientAsync(provider, new ScriptedChatClient().Answers("yes"));
        using var heard = new TelemetryRecorder(provider);
        var session = await provider.GetRequiredService<ISessionStore>().CreateAsync(scope, new NewSession(AgentKitFixture.Agent));

        await provider.GetRequiredService<IToolRunLog>().RunAsync(
            scope, session.Id, "ask", CliSamples.Json("{}"), async token => (await client.GetResponseAsync("hello", cancellationToken: token)).Text);

        heard.Spans.Single(span => span.DisplayName == "execute_tool ask").GetTagItem("gen_ai.provider.name").Should().BeNull();
        heard.Spans.Single(span => span.DisplayName == "chat").GetTagItem("gen_ai.provider.name").Should().Be("_OTHER");
    }

    [Fact]
    public async Task Run_WhoseDatabaseFails_IsToldBySqlState()
    {
        await using var host = new RunnerHost(fixture);
        var session = await host.NewSessionAsync();
        using var heard = new TelemetryRecorder(host.Get<IServiceProvider>());
        host.Model.Throws(new DatabaseUnavailableException("gone", "57P01", new TimeoutException()));

        await host.Awaiting(h => h.Runner.RunAsync(h.Scope, session.Id, "go")).Should().ThrowAsync<DatabaseUnavailableException>();

        heard.Spans.Where(span => span.Status == ActivityStatusCode.Error).Should().HaveCountGreaterThan(1)
            .And.OnlyContain(span => Equals(span.GetTagItem("error.type"), "57P01"));
        heard.Of("agentkit.run.duration").Should().ContainSingle().Which["error.type"].Should().Be("57P01");
    }

    [Fact]
    public async Task ChatClient_ThatTellsOfItsCallsItself_IsNotToldOfTwice()
    {
        await using var provider = fixture.CreateProvider();
        var (client, scope) = await ClientAsync(provider, new SelfTelling(new ScriptedChatClient().Answers("yes")));
        using var heard = new TelemetryRecorder(provider);

        await client.GetResponseAsync("hello");

        heard.Spans.Should().NotBeEmpty().And.NotContain(span => span.DisplayName.StartsWith("chat"));
        heard.Of("gen_ai.client.token.usage").Should().BeEmpty();
        scope.Should().NotBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ChatClient_Streaming_IsOneSpanThatTheReaderIsNotIn(bool toItsEnd)
    {
        await using var provider = fixture.CreateProvider();
        var (client, _) = await ClientAsync(provider, new ScriptedChatClient().Answers("one two three"));
        using var heard = new TelemetryRecorder(provider);

        await foreach (var update in client.GetStreamingResponseAsync("hello"))
        {
            Activity.Current.Should().BeNull("what the reader does is no part of the call");
            if (!toItsEnd)
            {
                break;
            }
        }

        Activity.Current.Should().BeNull();
        var chat = heard.Spans.Should().ContainSingle(span => span.DisplayName == "chat").Subject;
        chat.GetTagItem("gen_ai.response.id").Should().Be(toItsEnd ? "r-1" : null);
        heard.Spans.Where(span => span.DisplayName == "sessions/commit").Should().OnlyContain(
            span => span.ParentSpanId != chat.SpanId, "what follows is no part of it either");
        heard.Of("gen_ai.client.operation.duration").Should().ContainSingle();
    }

    private static async Task<(IChatClient Client, AgentScope Scope)> ClientAsync(IServiceProvider provider, IChatClient inner)
    {
        var scope = AgentKitFixture.NewUser();
        var session = await provider.GetRequiredService<ISessionStore>().CreateAsync(scope, new NewSession(AgentKitFixture.Agent));
        return (inner.WithAgentKit(provider, scope, session.Id), scope);
    }

    private static Dictionary<string, object?> Tags(Activity span) => span.TagObjects.ToDictionary(tag => tag.Key, tag => tag.Value);

    /// <summary>As a client that was built with the ecosystem's own telemetry answers.</summary>
    private sealed class SelfTelling(IChatClient inner) : DelegatingChatClient(inner)
    {
        private readonly ActivitySource _source = new("theirs");

        public override object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(ActivitySource) ? _source : base.GetService(serviceType, serviceKey);
    }
}
