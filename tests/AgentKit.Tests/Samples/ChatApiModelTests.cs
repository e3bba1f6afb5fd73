using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AgentKit.ChatApi.Model;
using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace AgentKit.Tests.Samples;

/// <summary>The clients of real providers, end to end: only the provider is played by a server of this machine, in its own format.</summary>
public sealed class ChatApiModelTests
{
    private const string Answer = "642 of 1200 have answered.";

    [Fact]
    public async Task Chat_WithAKeyOfAnthropic_AsksItsModel()
    {
        await using var provider = await ProviderServer.StartAsync(
            AnthropicStream(
                """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"toolu_1","name":"get_survey_progress","input":{}}}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"survey\": \"cust"}}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"omers-2026\"}"}}""",
                """{"type":"content_block_stop","index":0}""",
                """{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":15}}"""),
            AnthropicStream(
                """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"642 of 1200"}}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" have answered."}}""",
                """{"type":"content_block_stop","index":0}""",
                """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":7}}"""));
        await using var server = await ChatApiServer.StartAsync(
            model: null, "--ANTHROPIC_API_KEY=sk-ant-test", $"--ANTHROPIC_BASE_URL={provider.Address}");
        using var ana = server.Client();

        var events = await ChatApiEvents.AskAsync(ana, new { message = ChatApiServer.Customers });

        ShouldHaveUsedTheTool(events);
        events.First("done").GetProperty("inputTokens").GetInt64().Should().Be(2 * 25);
        events.First("done").GetProperty("outputTokens").GetInt64().Should().Be(15 + 7);
        provider.Requests.Should().HaveCount(2).And.OnlyContain(request => request.Path == "/v1/messages");
        var (first, second) = (provider.Requests[0], provider.Requests[1]);
        first.Headers.Values.Should().Contain(value => value.Contains("sk-ant-test"), "where the key goes is the SDK's affair");
        first.Body.GetProperty("model").GetString().Should().Be("claude-sonnet-5-5");
        first.Body.GetProperty("stream").GetBoolean().Should().BeTrue();
        first.Body.GetProperty("system").GetRawText().Should().Contain("never guess a figure");
        first.Body.GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString())
            .Should().Equal("get_survey_progress", "send_reminders");
        second.Body.GetProperty("messages")[2].GetRawText().Should().Contain("tool_result").And.Contain("toolu_1").And.Contain("642");
    }

    [Fact]
    public async Task Chat_WithAKeyOfOpenAI_AsksItsModel()
    {
        await using var provider = await ProviderServer.StartAsync(
            OpenAIStream(
                """{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"get_survey_progress","arguments":""}}]}""",
                """{"tool_calls":[{"index":0,"function":{"arguments":"{\"survey\": \"cust"}}]}""",
                """{"tool_calls":[{"index":0,"function":{"arguments":"omers-2026\"}"}}]}"""),
            OpenAIStream("""{"role":"assistant","content":"642 of 1200"}""", """{"content":" have answered."}"""));
        await using var server = await ChatApiServer.StartAsync(
            model: null, "--OPENAI_API_KEY=sk-test", $"--OPENAI_BASE_URL={provider.Address}/v1", "--OPENAI_MODEL=gpt-test");
        using var ana = server.Client();

        var events = await ChatApiEvents.AskAsync(ana, new { message = ChatApiServer.Customers });

        ShouldHaveUsedTheTool(events);
        events.First("done").GetProperty("inputTokens").GetInt64().Should().Be(2 * 25);
        events.First("done").GetProperty("outputTokens").GetInt64().Should().Be(2 * 9);
        provider.Requests.Should().HaveCount(2).And.OnlyContain(request => request.Path == "/v1/chat/completions");
        var (first, second) = (provider.Requests[0], provider.Requests[1]);
        first.Headers["authorization"].Should().Be("Bearer sk-test");
        first.Body.GetProperty("model").GetString().Should().Be("gpt-test");
        first.Body.GetProperty("messages")[0].GetRawText().Should().Contain("system").And.Contain("never guess a figure");
        first.Body.GetProperty("tools")[0].GetProperty("function").GetProperty("parameters").GetProperty("properties")
            .TryGetProperty("survey", out _).Should().BeTrue();
        var messages = second.Body.GetProperty("messages");
        messages[2].GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString()
            .Should().Be("""{"survey":"customers-2026"}""");
        messages[3].GetProperty("tool_call_id").GetString().Should().Be("call_1");
        messages[3].GetProperty("content").GetString().Should().Contain("642");
    }

    [Theory]
    [InlineData(""" "id":"", """)]
    [InlineData("")]
    public async Task Chat_ToolCallWithoutAnId_IsCarriedOut(string id)
    {
        await using var provider = await ProviderServer.StartAsync(
            OpenAIStream(
                $$$"""{"role":"assistant","tool_calls":[{"index":0,{{{id}}}"type":"function","function":{"name":"get_survey_progress","arguments":"{\"survey\": \"customers-2026\"}"}}]}"""),
            OpenAIStream("""{"role":"assistant","content":"642 of 1200"}""", """{"content":" have answered."}"""));
        await using var server = await ChatApiServer.StartAsync(model: null, "--OPENAI_API_KEY=none", $"--OPENAI_BASE_URL={provider.Address}/v1");
        using var ana = server.Client();

        var events = await ChatApiEvents.AskAsync(ana, new { message = ChatApiServer.Customers });

        ShouldHaveUsedTheTool(events);
        var messages = provider.Requests[1].Body.GetProperty("messages");
        messages[3].GetProperty("tool_call_id").GetString().Should().NotBeNullOrEmpty()
            .And.Be(messages[2].GetProperty("tool_calls")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Chat_ToolCallWithoutAName_IsAFailureOfTheModel()
    {
        await using var provider = await ProviderServer.StartAsync(OpenAIStream(
            """{"role":"assistant","tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"arguments":"{}"}}]}"""));
        await using var server = await ChatApiServer.StartAsync(model: null, "--OPENAI_API_KEY=none", $"--OPENAI_BASE_URL={provider.Address}/v1");
        using var ana = server.Client();

        var response = await ana.PostAsJsonAsync("chat", new { message = ChatApiServer.Customers });

        response.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        (await response.Content.ReadAsStringAsync()).Should().Contain("\"category\":\"model\"");
    }

    [Theory]
    [InlineData("--ANTHROPIC_API_KEY=sk-secret", "--ANTHROPIC_BASE_URL={0}")]
    [InlineData("--OPENAI_API_KEY=sk-secret", "--OPENAI_BASE_URL={0}/v1")]
    public async Task Chat_ProviderThatRefuses_IsABadGatewayThatSaysNothingOfIt(string key, string address)
    {
        await using var provider = await ProviderServer.StartAsync();
        await using var server = await ChatApiServer.StartAsync(model: null, key, string.Format(null, address, provider.Address));
        using var ana = server.Client();

        var response = await ana.PostAsJsonAsync("chat", new { message = "hello" });

        response.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        (await response.Content.ReadAsStringAsync()).Should().Contain("\"category\":\"model\"").And.NotContain("secret");
        provider.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData(null, null, "scripted-1")]
    [InlineData("", "", "scripted-1")]
    [InlineData("sk-ant-x", null, "claude-sonnet-5-5")]
    [InlineData(null, "sk-x", "gpt-5.1")]
    [InlineData("sk-ant-x", "sk-x", "claude-sonnet-5-5")]
    public void Choose_ByTheKeysThatThereAre_TakesAModel(string? anthropic, string? openAI, string name)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["ANTHROPIC_API_KEY"] = anthropic, ["OPENAI_API_KEY"] = openAI })
            .Build();

        var model = ChatModel.Choose(configuration);

        model.Name.Should().Be(name);
        model.Description.Should().NotContain("sk-");
    }

    private static void ShouldHaveUsedTheTool(ChatApiEvents events)
    {
        events.Types.Should().Equal("session", "tool", "tool", "delta", "done");
        events.All("tool").First().GetProperty("input").GetProperty("survey").GetString().Should().Be("customers-2026");
        events.Text.Should().Be(Answer);
        events.Deltas.Should().Be(2);
    }

    private static string AnthropicStream(params string[] events) => Stream(
    [
        """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5-5","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":25,"output_tokens":1}}}""",
        .. events,
        """{"type":"message_stop"}""",
    ]);

    private static string OpenAIStream(params string[] deltas)
    {
        var reason = deltas[0].Contains("tool_calls", StringComparison.Ordinal) ? "tool_calls" : "stop";
        return Stream(
        [
            .. deltas.Select(delta => Chunk($$"""[{"index":0,"delta":{{delta}},"finish_reason":null}]""")),
            Chunk($$"""[{"index":0,"delta":{},"finish_reason":"{{reason}}"}]"""),
            Chunk("[]", ""","usage":{"prompt_tokens":25,"completion_tokens":9,"total_tokens":34}"""),
        ]) + "data: [DONE]\n\n";

        static string Chunk(string choices, string usage = "") =>
            $$"""{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"gpt-test","choices":{{choices}}{{usage}}}""";
    }

    private static string Stream(IEnumerable<string> events) => string.Concat(events.Select(data =>
        JsonElement.Parse(data).TryGetProperty("type", out var type) ? $"event: {type}\ndata: {data}\n\n" : $"data: {data}\n\n"));
}
