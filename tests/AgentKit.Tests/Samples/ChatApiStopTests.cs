using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AgentKit.Tests.ExtensionsAI;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Samples;

/// <summary>A host that is to stop while people are being answered.</summary>
public sealed class ChatApiStopTests
{
    [Fact]
    public async Task Stop_WithAnOpenStream_EndsItWithAnErrorAndKeepsWhatCame()
    {
        var model = new ScriptedChatClient { BeforeUpdate = (number, token) => number < 2 ? Task.CompletedTask : Task.Delay(-1, token) };
        model.Answers("one two three four");
        await using var server = await ChatApiServer.StartAsync(model);
        using var ana = server.Client();
        var requestId = Guid.CreateVersion7(); // also the id of the session that it begins
        using var message = new HttpRequestMessage(HttpMethod.Post, "chat")
        {
            Content = JsonContent.Create(new { message = "Count.", requestId }),
        };
        using var response = await ana.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        var (received, last, stopping) = ("", default(JsonElement), Task.CompletedTask);
        await foreach (var item in ChatApiEvents.Parse(await response.Content.ReadAsStreamAsync()))
        {
            received += item.EventType == "delta" ? item.Data.GetProperty("text").GetString() : "";
            stopping = received == "one two" && stopping == Task.CompletedTask ? server.StopAsync() : stopping;
            last = item.EventType == "error" ? item.Data : last;
        }

        await stopping;
        ShouldSayThatItStops(last);
        (await server.Sessions.GetTurnsAsync(AgentScope.ForUser("acme", "ana"), requestId)).Select(turn => turn.Text)
            .Should().Equal("Count.", "one two");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task Stop_BeforeTheFirstWord_IsAStatus(string accept)
    {
        var asked = new TaskCompletionSource();
        var model = new ScriptedChatClient().Does(async (_, token) =>
        {
            asked.SetResult();
            await Task.Delay(-1, token);
            return new();
        });
        await using var server = await ChatApiServer.StartAsync(model);
        using var ana = server.Client();
        ana.DefaultRequestHeaders.Accept.ParseAdd(accept);

        var asking = ana.PostAsJsonAsync("chat", new { message = "hello" });
        await asked.Task;
        await server.StopAsync();

        var response = await asking;
        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        ShouldSayThatItStops(await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static void ShouldSayThatItStops(JsonElement problem)
    {
        problem.GetProperty("status").GetInt32().Should().Be(503);
        problem.GetProperty("category").GetString().Should().Be("unavailable");
        problem.GetProperty("retryable").GetBoolean().Should().BeTrue();
    }
}
