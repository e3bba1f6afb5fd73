using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Samples;

/// <summary>What a chat window reads of earlier conversations.</summary>
public sealed class ChatApiSessionListTests
{
    [Fact]
    public async Task Sessions_ByPages_AreTheUsersOwnNewestFirst()
    {
        await using var server = await ChatApiServer.StartAsync();
        using var ana = server.Client();
        using var ben = server.Client("ben");
        foreach (var number in Enumerable.Range(1, 5))
        {
            await ChatApiServer.AskAsync(ana, new { message = $"hello {number}" });
            await ChatApiServer.AskAsync(ben, new { message = "hello" });
        }

        List<string?> titles = [];
        string? cursor = null;
        do
        {
            var next = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = await ana.GetFromJsonAsync<JsonElement>($"sessions?limit=2{next}");
            titles.AddRange(page.GetProperty("items").EnumerateArray().Select(session => session.GetProperty("title").GetString()));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);

        titles.Should().Equal("hello 5", "hello 4", "hello 3", "hello 2", "hello 1");
    }

    [Fact]
    public async Task Turns_AfterANumber_AreThoseThatFollow()
    {
        await using var server = await ChatApiServer.StartAsync();
        using var ana = server.Client();
        var reply = await ChatApiServer.AskAsync(ana, new { message = ChatApiServer.Customers });

        var turns = await ana.GetFromJsonAsync<JsonElement>($"sessions/{reply.GetProperty("sessionId").GetGuid()}/turns?after=1&limit=2");

        turns.EnumerateArray().Select(turn => turn.GetProperty("number").GetInt64()).Should().Equal(2, 3);
        turns[0].GetProperty("tools")[0].GetString().Should().Be("get_survey_progress");
    }

    [Theory]
    [InlineData("sessions?limit=0", "From 1 to 1000.")]
    [InlineData("sessions?limit=1001", "From 1 to 1000.")]
    [InlineData("sessions?limit=many", "a parameter is malformed")]
    [InlineData("sessions?cursor=somewhere", "It does not belong to this list.")]
    [InlineData("sessions/01900000-0000-7000-8000-000000000001/turns?after=-1", "0 or more.")]
    [InlineData("sessions/01900000-0000-7000-8000-000000000001/turns?limit=0", "From 1 to 1000.")]
    public async Task List_WithAWrongParameter_IsABadRequestInPlainWords(string path, string words)
    {
        await using var server = await ChatApiServer.StartAsync();
        using var ana = server.Client();

        var response = await ana.GetAsync(path);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).Should().Contain(words).And.Contain("\"category\":\"invalidInput\"")
            .And.NotContain("Parameter '");
    }
}
