using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AgentKit.Tests.ExtensionsAI;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Samples;

/// <summary>What the chat API refuses has a status, and never begins a stream.</summary>
public sealed class ChatApiRefusalTests
{
    private const string Unknown = "01900000-0000-7000-8000-000000000001";

    private static readonly string[] BadRequests =
    [
        "null",
        "{}",
        """{"message": null}""",
        """{"message": ""}""",
        """{"message": "  \n"}""",
        """{"message": 1}""",
        """{"message": "hello" """,
        "\"hello\"",
        """{"message": "before\u0000after"}""",
        """{"message": "half \ud83d"}""",
        """{"message": "hello", "sessionId": "7"}""",
        """{"message": "hello", "requestId": "11111111-1111-4111-8111-111111111111"}""",
        """{"message": "hello", "requestId": "00000000-0000-0000-0000-000000000000"}""",
        $$"""{"message": "{{new string('x', 8_001)}}"}""",
    ];

    [Fact]
    public async Task Chat_BadInput_IsABadRequestThatStoresNothing()
    {
        var model = new ScriptedChatClient();
        await using var server = await ChatApiServer.StartAsync(model);
        using var ana = server.Client();

        foreach (var body in BadRequests)
        {
            var response = await PostAsync(ana, body);

            response.StatusCode.Should().Be(HttpStatusCode.BadRequest, body);
            response.Content.Headers.ContentType?.MediaType.Should().Be("application/problem+json", body);
            (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("category").GetString().Should().Be("invalidInput", body);
        }

        model.Calls.Should().BeEmpty();
        (await ana.GetFromJsonAsync<JsonElement>("sessions")).GetProperty("items").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task Chat_LongestMessage_IsAnswered()
    {
        await using var server = await ChatApiServer.StartAsync();
        using var ana = server.Client();

        var reply = await ChatApiServer.AskAsync(ana, new { message = string.Concat(Enumerable.Repeat("🙂", 4_000)) });

        reply.GetProperty("outcome").GetString().Should().Be("completed");
        var title = (await ana.GetFromJsonAsync<JsonElement>("sessions")).GetProperty("items")[0].GetProperty("title").GetString();
        title.Should().Be(string.Concat(Enumerable.Repeat("🙂", 39)) + "…");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nobody")]
    [InlineData("")]
    public async Task Api_WithoutAKnownToken_IsUnauthorized(string? person)
    {
        await using var server = await ChatApiServer.StartAsync();
        using var client = server.Client(person);

        foreach (var response in new[]
        {
            await PostAsync(client, """{"message": "hello"}"""),
            await PostAsync(client, "not even JSON"),
            await client.GetAsync("sessions"),
            await client.GetAsync($"sessions/{Unknown}/turns"),
            await client.PostAsync($"sessions/{Unknown}/resume", content: null),
            await client.PostAsJsonAsync($"approvals/{Unknown}", new { approved = true }),
        })
        {
            response.StatusCode.Should().Be(HttpStatusCode.Unauthorized, response.RequestMessage!.RequestUri!.AbsolutePath);
            response.Headers.WwwAuthenticate.ToString().Should().Be("Bearer");
        }
    }

    [Fact]
    public async Task Api_InProduction_KnowsNoDevelopmentToken()
    {
        await using var server = await ChatApiServer.StartAsync(
            model: null,
            "--environment=Production",
            "--DevelopmentTokens:dev-ana:Workspace=acme", // as somebody may have left it in the settings
            "--DevelopmentTokens:dev-ana:User=ana");
        using var ana = server.Client();

        (await PostAsync(ana, """{"message": "hello"}""")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Api_WhateverItRefuses_SaysWhatKindOfErrorItIs()
    {
        await using var server = await ChatApiServer.StartAsync();
        using var ana = server.Client();
        using var nobody = server.Client(person: null);

        foreach (var (response, status, category) in new[]
        {
            (await nobody.GetAsync("sessions"), 401, "accessDenied"),
            (await ana.GetAsync("nowhere"), 404, "notFound"),
            (await ana.DeleteAsync("sessions"), 405, "invalidInput"),
            (await PostAsync(ana, $$"""{"message": "{{new string('x', 70_000)}}"}"""), 413, "invalidInput"),
            (await ana.PostAsync("chat", new StringContent("hello")), 415, "invalidInput"),
            (await ana.PostAsJsonAsync($"approvals/{Unknown}", new { approved = true, comment = "before\0after" }), 400, "invalidInput"),
        })
        {
            ((int)response.StatusCode).Should().Be(status);
            response.Content.Headers.ContentType?.MediaType.Should().Be("application/problem+json", $"of {status}");
            var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
            problem.GetProperty("category").GetString().Should().Be(category, $"of {status}");
            problem.GetProperty("retryable").GetBoolean().Should().BeFalse();
        }
    }

    [Theory]
    [InlineData("ben")]
    [InlineData("zoe")]
    public async Task Session_OfSomebodyElse_IsNotFound(string other)
    {
        await using var server = await ChatApiServer.StartAsync();
        using var ana = server.Client();
        using var stranger = server.Client(other);
        var asked = await ChatApiServer.AskAsync(ana, new { message = "Please remind the suppliers." });
        var session = asked.GetProperty("sessionId").GetGuid();
        var task = asked.GetProperty("approvals")[0].GetProperty("taskId").GetGuid();

        (await stranger.GetAsync($"sessions/{session}/turns")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await stranger.PostAsJsonAsync("chat", new { message = "hello", sessionId = session })).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await stranger.PostAsync($"sessions/{session}/resume", content: null)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await stranger.PostAsJsonAsync($"approvals/{task}", new { approved = true })).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await stranger.GetFromJsonAsync<JsonElement>("sessions")).GetProperty("items").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task Session_OfAColleague_IsReadByAnAdminOnly()
    {
        await using var server = await ChatApiServer.StartAsync();
        using var ana = server.Client();
        using var lea = server.Client("lea");
        var session = await ChatApiServer.BeginAsync(ana);

        (await lea.GetFromJsonAsync<JsonElement>($"sessions/{session}/turns")).GetArrayLength().Should().Be(2);
        (await lea.PostAsJsonAsync("chat", new { message = "hello", sessionId = session })).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await lea.GetFromJsonAsync<JsonElement>("sessions")).GetProperty("items").GetArrayLength().Should().Be(0, "the list is of her own");
    }

    [Fact]
    public async Task Session_ThatIsNotThereOrClosed_IsRefusedBeforeTheStream()
    {
        await using var server = await ChatApiServer.StartAsync();
        using var ana = server.Client();
        var session = await ChatApiServer.BeginAsync(ana);
        await server.Sessions.CloseAsync(AgentScope.ForUser("acme", "ana"), session);

        (await ana.PostAsJsonAsync("chat", new { message = "hello", sessionId = Unknown })).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await ana.GetAsync($"sessions/{Unknown}/turns")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        var closed = await ana.PostAsJsonAsync("chat", new { message = "hello", sessionId = session });
        closed.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await closed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("category").GetString().Should().Be("invalidState");
    }

    [Theory]
    [InlineData(100)] // the call does not fit: refused where it is reserved
    [InlineData(10_000)] // the first reply has used it up: refused where the next run starts
    public async Task Chat_OverTheBudget_IsPaymentRequired(long tokens)
    {
        var model = new ScriptedChatClient().Answers("Hello.").Answers("Hello.", new() { InputTokenCount = 20_000, OutputTokenCount = 1 });
        await using var server = await ChatApiServer.StartAsync(model);
        using var ana = server.Client();
        var session = await ChatApiServer.BeginAsync(ana);
        await server.Get<IBudgetStore>().SetAsync(AgentScope.ForService("acme"), BudgetSubject.Session(session), new BudgetLimit(tokens));
        var request = new { message = "hello", sessionId = session };
        var first = await ana.PostAsJsonAsync("chat", request);

        var refused = tokens == 100 ? first : await ana.PostAsJsonAsync("chat", request);

        refused.StatusCode.Should().Be(HttpStatusCode.PaymentRequired);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("category").GetString().Should().Be("budget");
        problem.GetProperty("detail").GetString().Should().Contain(session.ToString());
        model.Calls.Should().HaveCount(tokens == 100 ? 1 : 2, "it is refused before money is spent");
    }

    [Fact]
    public async Task Chat_ModelThatDoesNotAnswer_IsABadGateway()
    {
        await using var server = await ChatApiServer.StartAsync(new ScriptedChatClient().Throws(new HttpRequestException("secret")));
        using var ana = server.Client();

        var response = await ana.PostAsJsonAsync("chat", new { message = "hello" });

        response.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        (await response.Content.ReadAsStringAsync()).Should().Contain("\"category\":\"model\"").And.NotContain("secret");
    }

    [Fact]
    public async Task Chat_RequestThatIsUnderWay_IsAConflictWorthRepeating()
    {
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        var model = new ScriptedChatClient().Does(async (_, token) =>
        {
            asked.SetResult();
            await answer.Task.WaitAsync(token);
            return ScriptedChatClient.Response(usage: null, new Microsoft.Extensions.AI.TextContent("Hello."));
        });
        await using var server = await ChatApiServer.StartAsync(model);
        using var ana = server.Client();
        var request = new { message = "hello", requestId = Guid.CreateVersion7() };

        var first = ChatApiServer.AskAsync(ana, request);
        await asked.Task;
        var second = await ana.PostAsJsonAsync("chat", request);
        answer.SetResult();

        second.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await second.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("retryable").GetBoolean().Should().BeTrue();
        (await first).GetProperty("text").GetString().Should().Be("Hello.");
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string body) =>
        client.PostAsync("chat", new StringContent(body, Encoding.UTF8, "application/json"));
}
