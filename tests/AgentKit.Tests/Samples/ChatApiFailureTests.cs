using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Samples;

/// <summary>What real providers do on bad days: it is a failure of the model, whatever the client of the provider calls it.</summary>
public sealed class ChatApiFailureTests
{
    private const string AnthropicStart =
        """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":25,"output_tokens":1}}}""";

    /// <summary>The beginning of an answer, and the same where the answer has begun to be said.</summary>
    private static readonly Dictionary<string, (string Silent, string Said)> Beginnings = new()
    {
        ["ANTHROPIC"] = (
            $"event: message_start\ndata: {AnthropicStart}\n\n",
            $"event: message_start\ndata: {AnthropicStart}\n\n"
            + """
              event: content_block_start
              data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

              event: content_block_delta
              data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"642 of"}}


              """.ReplaceLineEndings("\n")),
        ["OPENAI"] = (
            Chunk("""{"role":"assistant","content":""}"""),
            Chunk("""{"role":"assistant","content":"642 of"}""")),
    };

    [Theory]
    [InlineData("ANTHROPIC", true)]
    [InlineData("ANTHROPIC", false)]
    [InlineData("OPENAI", true)]
    [InlineData("OPENAI", false)]
    public async Task Chat_ProviderThatBreaksOffBeforeAWord_IsABadGatewayWorthRepeating(string provider, bool isCut)
    {
        await using var playing = await ProviderServer.StartAsync(Broken(Beginnings[provider].Silent, isCut));
        await using var server = await StartAsync(provider, playing);
        using var ana = server.Client();

        var response = await ana.PostAsJsonAsync("chat", new { message = "hello" });

        response.StatusCode.Should().Be(HttpStatusCode.BadGateway, await response.Content.ReadAsStringAsync());
        ShouldBeOfTheModel(await response.Content.ReadFromJsonAsync<JsonElement>(), isRetryable: true);
    }

    [Theory]
    [InlineData("ANTHROPIC", true)]
    [InlineData("ANTHROPIC", false)]
    [InlineData("OPENAI", true)]
    [InlineData("OPENAI", false)]
    public async Task Chat_ProviderThatBreaksOffInTheMiddle_EndsTheStreamWithAnError(string provider, bool isCut)
    {
        await using var playing = await ProviderServer.StartAsync(Broken(Beginnings[provider].Said, isCut));
        await using var server = await StartAsync(provider, playing);
        using var ana = server.Client();

        var events = await ChatApiEvents.AskAsync(ana, new { message = "hello" });

        events.Types.Should().Equal("session", "delta", "error");
        events.Text.Should().Be("642 of");
        ShouldBeOfTheModel(events.First("error"), isRetryable: true);
        events.First("error").GetProperty("traceId").GetString().Should().NotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("ANTHROPIC", 400)]
    [InlineData("ANTHROPIC", 401)]
    [InlineData("OPENAI", 403)]
    [InlineData("OPENAI", 404)]
    public async Task Chat_ProviderThatRefuses_IsABadGatewayNotWorthRepeating(string provider, int status)
    {
        await using var playing = await ProviderServer.StartAsync(
            new ProviderAnswer("""{"type": "error", "error": {"type": "some_error", "message": "the key sk-secret is not known"}}""", status));
        await using var server = await StartAsync(provider, playing);
        using var ana = server.Client();

        var response = await ana.PostAsJsonAsync("chat", new { message = "hello" });

        response.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        ShouldBeOfTheModel(await response.Content.ReadFromJsonAsync<JsonElement>(), isRetryable: false);
        playing.Requests.Should().ContainSingle();
    }

    private static Task<ChatApiServer> StartAsync(string provider, ProviderServer playing) => ChatApiServer.StartAsync(
        model: null,
        $"--{provider}_API_KEY=sk-secret",
        $"--{provider}_BASE_URL={playing.Address}{(provider == "OPENAI" ? "/v1" : "")}");

    private static void ShouldBeOfTheModel(JsonElement problem, bool isRetryable)
    {
        problem.GetProperty("status").GetInt32().Should().Be(502);
        problem.GetProperty("category").GetString().Should().Be("model");
        problem.GetProperty("retryable").GetBoolean().Should().Be(isRetryable);
        problem.GetRawText().Should().NotContain("secret");
    }

    private static ProviderAnswer Broken(string beginning, bool isCut) =>
        isCut ? new(beginning, IsCut: true) : new(beginning + "event: content_block_delta\ndata: {\"type\": <html>\n\n");

    private static string Chunk(string delta) =>
        $$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"gpt-x","choices":[{"index":0,"delta":{{delta}},"finish_reason":null}]}"""
        + "\n\n";
}
