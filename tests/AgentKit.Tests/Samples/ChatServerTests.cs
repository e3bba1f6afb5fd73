using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AgentKit.SurveyAssistant.Web;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace AgentKit.Tests.Samples;

/// <summary>The chat endpoint over real HTTP.</summary>
public sealed class ChatServerTests : IAsyncLifetime
{
    private AgentKit.Testing.ThrowawayDatabase? _database;
    private WebApplication? _server;

    public async Task InitializeAsync()
    {
        _database = await TestPostgres.CreateMigratedDatabaseAsync();
        _server = ChatServer.Create(_database.ConnectionString, "http://127.0.0.1:0");
        await _server.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _server!.DisposeAsync();
        await _database!.DisposeAsync();
    }

    [Fact]
    public async Task Chat_Question_IsAnsweredByTheToolAndGoesOnInItsSession()
    {
        using var ana = Client("ana");

        var first = await AskAsync(ana, new { message = "How is the customer survey going?" });
        var session = first.GetProperty("sessionId").GetGuid();
        var second = await AskAsync(ana, new { message = "And employees?", sessionId = session });

        first.GetProperty("text").GetString().Should().StartWith("642 of 1200 people");
        second.GetProperty("sessionId").GetGuid().Should().Be(session);
        var turns = await ana.GetFromJsonAsync<JsonElement>($"/sessions/{session}/turns");
        turns.EnumerateArray().Select(turn => turn.GetProperty("role").GetString())
            .Should().Equal("User", "Assistant", "Tool", "Assistant", "User", "Assistant", "Tool", "Assistant");
    }

    [Fact]
    public async Task Chat_TheSameRequestAgain_IsAnsweredOnce()
    {
        using var ana = Client("ana");
        var session = (await AskAsync(ana, new { message = "hello" })).GetProperty("sessionId").GetGuid();
        var request = new { message = "How is the customer survey going?", sessionId = session, requestId = Guid.CreateVersion7() };

        var first = await AskAsync(ana, request);
        var again = await AskAsync(ana, request);

        again.GetRawText().Should().Be(first.GetRawText());
        (await ana.GetFromJsonAsync<JsonElement>($"/sessions/{session}/turns")).GetArrayLength().Should().Be(2 + 4);
    }

    [Fact]
    public async Task Session_OfSomebodyElse_IsNotFound()
    {
        using var ana = Client("ana");
        using var ben = Client("ben");
        var session = (await AskAsync(ana, new { message = "hello" })).GetProperty("sessionId").GetGuid();

        (await ben.GetAsync(new Uri($"/sessions/{session}/turns", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await ben.PostAsJsonAsync("/chat", new { message = "hello", sessionId = session })).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Chat_WithoutAUser_IsABadRequest()
    {
        using var nobody = Client("");

        (await nobody.PostAsJsonAsync("/chat", new { message = "hello" })).StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    private static async Task<JsonElement> AskAsync(HttpClient client, object request)
    {
        var response = await client.PostAsJsonAsync("/chat", request);
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.Should().Be(HttpStatusCode.OK, text);
        return JsonElement.Parse(text);
    }

    private HttpClient Client(string user)
    {
        var client = new HttpClient { BaseAddress = new Uri(_server!.Urls.First()) };
        client.DefaultRequestHeaders.Add("X-Workspace", "acme");
        client.DefaultRequestHeaders.Add("X-User", user);
        return client;
    }
}
