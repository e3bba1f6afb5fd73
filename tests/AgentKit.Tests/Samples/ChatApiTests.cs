using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AgentKit.Tests.ExtensionsAI;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Samples;

/// <summary>The chat API over real HTTP: what it answers.</summary>
public sealed class ChatApiTests
{
    [Fact]
    public async Task Chat_Question_IsStreamedWithTheToolBeforeTheAnswer()
    {
        await using var server = await ChatApiServer.StartAsync();
        using var ana = server.Client();

        var events = await ChatApiEvents.AskAsync(ana, new { message = ChatApiServer.Customers });

        events.Types.Should().Equal("session", "tool", "tool", "delta", "done");
        events.Deltas.Should().BeGreaterThan(5, "it comes word by word");
        events.Text.Should().Be(
            "642 of 1200 people (53.5 %) have answered \"Customer satisfaction 2026\". It closes on 2026-12-04; furthest behind is Cali.");
        var tools = events.All("tool").ToArray();
        tools[0].GetProperty("name").GetString().Should().Be("get_survey_progress");
        tools[0].GetProperty("decision").GetString().Should().Be("execute");
        tools[1].GetProperty("id").GetString().Should().Be(tools[0].GetProperty("id").GetString());
        tools[1].GetProperty("output").GetProperty("answered").GetInt32().Should().Be(642);
        events.First("done").GetProperty("outcome").GetString().Should().Be("completed");
        events.First("done").GetProperty("outputTokens").GetInt64().Should().BePositive();
    }

    [Fact]
    public async Task Chat_InASession_GoesOnInIt()
    {
        await using var server = await ChatApiServer.StartAsync();
        using var ana = server.Client();

        var first = await ChatApiEvents.AskAsync(ana, new { message = ChatApiServer.Customers });
        var second = await ChatApiEvents.AskAsync(ana, new { message = "And employees?", sessionId = first.SessionId });

        second.SessionId.Should().Be(first.SessionId);
        second.Text.Should().StartWith("609 of 850 people");
        var turns = await ana.GetFromJsonAsync<JsonElement>($"sessions/{first.SessionId}/turns");
        turns.EnumerateArray().Select(turn => turn.GetProperty("role").GetString())
            .Should().Equal("user", "assistant", "tool", "assistant", "user", "assistant", "tool", "assistant");
    }

    [Fact]
    public async Task Chat_AcceptingJson_AnswersInOnePiece()
    {
        await using var server = await ChatApiServer.StartAsync();
        using var ana = server.Client();
        var requestId = Guid.CreateVersion7();

        var reply = await ChatApiServer.AskAsync(ana, new { message = "How are the suppliers doing?", requestId });

        reply.GetProperty("requestId").GetGuid().Should().Be(requestId);
        reply.GetProperty("text").GetString().Should().StartWith("21 of 127 people (16.5 %)");
        reply.GetProperty("outcome").GetString().Should().Be("completed");
        reply.GetProperty("inputTokens").GetInt64().Should().BePositive();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chat_TheSameRequestAgain_AsksTheModelOnce(bool isNewSession)
    {
        var model = new ScriptedChatClient().Answers("Hello, Ana.").Answers("It is going well.");
        await using var server = await ChatApiServer.StartAsync(model);
        using var ana = server.Client();
        Guid? sessionId = isNewSession ? null : await ChatApiServer.BeginAsync(ana);
        var request = new { message = ChatApiServer.Customers, sessionId, requestId = Guid.CreateVersion7() };
        var calls = model.Calls.Count;

        var first = await ChatApiEvents.AskAsync(ana, request);
        var again = await ChatApiEvents.AskAsync(ana, request);
        var inOnePiece = await ChatApiServer.AskAsync(ana, request);

        model.Calls.Should().HaveCount(calls + 1);
        again.SessionId.Should().Be(first.SessionId);
        again.Types.Should().Equal("session", "delta", "done");
        again.Text.Should().Be(first.Text);
        inOnePiece.GetProperty("text").GetString().Should().Be(first.Text);
    }

    [Fact]
    public async Task Chat_WhatNeedsAPerson_WaitsAndGoesOnOnceDecided()
    {
        await using var server = await ChatApiServer.StartAsync();
        using var ana = server.Client();

        var asked = await ChatApiEvents.AskAsync(ana, new { message = "Please remind the suppliers." });

        asked.Types.Should().Equal("session", "tool", "approval", "done");
        asked.First("done").GetProperty("outcome").GetString().Should().Be("waitingForApproval");
        var approval = $"approvals/{asked.First("approval").GetProperty("taskId").GetGuid()}";
        var resume = $"sessions/{asked.SessionId}/resume";
        (await ana.PostAsync(resume, content: null)).StatusCode.Should().Be(HttpStatusCode.NoContent);

        (await ana.PostAsJsonAsync(approval, new { comment = "?" })).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await ana.PostAsJsonAsync(approval, new { approved = true })).StatusCode.Should().Be(HttpStatusCode.OK);
        (await ana.PostAsJsonAsync(approval, new { approved = false })).StatusCode.Should().Be(HttpStatusCode.Conflict);

        var resumed = await ChatApiEvents.ReadAsync(ana, resume);
        resumed.Types.Should().Equal("session", "tool", "delta", "done");
        resumed.Text.Should().Be("106 people have been reminded of suppliers-2026.");
        (await ana.PostAsync(resume, content: null)).StatusCode.Should().Be(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Chat_WhatAPersonRefuses_IsToldToTheModel()
    {
        await using var server = await ChatApiServer.StartAsync();
        using var ana = server.Client();
        ana.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        var asked = await ChatApiServer.AskAsync(ana, new { message = "Please remind the customers." });
        var taskId = asked.GetProperty("approvals")[0].GetProperty("taskId").GetGuid();
        await ana.PostAsJsonAsync($"approvals/{taskId}", new { approved = false, comment = "Not on a Sunday." });

        var resumed = await ana.PostAsync($"sessions/{asked.GetProperty("sessionId").GetGuid()}/resume", content: null);

        (await resumed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("text").GetString()
            .Should().Be("That did not work: A person has refused the call: Not on a Sunday.");
    }

    [Fact]
    public async Task Chat_ClientThatGoesAway_KeepsWhatCameAndMayGoOn()
    {
        var pause = new TaskCompletionSource();
        var model = new ScriptedChatClient { BeforeUpdate = (number, token) => number < 2 ? Task.CompletedTask : pause.Task.WaitAsync(token) };
        model.Answers("one two three four").Answers("five");
        await using var server = await ChatApiServer.StartAsync(model);
        var requestId = Guid.CreateVersion7(); // also the id of the session that it begins

        using (var ana = server.Client())
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, "chat")
            {
                Content = JsonContent.Create(new { message = "Count.", requestId }),
            };
            using var response = await ana.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
            var received = "";
            await foreach (var item in ChatApiEvents.Parse(await response.Content.ReadAsStreamAsync()))
            {
                received += item.EventType == "delta" ? item.Data.GetProperty("text").GetString() : "";
                if (received == "one two")
                {
                    break; // in the middle of the answer
                }
            }
        }

        var scope = AgentScope.ForUser("acme", "ana");
        var runs = server.Get<IRunStore>();
        await Eventually.HoldsAsync(async () => (await runs.GetAsync(scope, requestId)).Status == RunStatus.Canceled);
        (await server.Sessions.GetTurnsAsync(scope, requestId)).Select(turn => turn.Text).Should().Equal("Count.", "one two");

        pause.SetResult();
        using var back = server.Client();
        (await ChatApiEvents.AskAsync(back, new { message = "Go on.", sessionId = requestId })).Text.Should().Be("five");
        model.Calls[^1].Messages.Select(turn => turn.Text).Should().EndWith(["Count.", "one two", "Go on."]);
    }

    [Fact]
    public async Task Chat_ModelThatFailsInTheMiddle_EndsTheStreamWithAnError()
    {
        var model = new ScriptedChatClient
        {
            BeforeUpdate = (number, _) => number < 2 ? Task.CompletedTask : Task.FromException(new HttpRequestException("secret")),
        };
        model.Answers("one two three");
        await using var server = await ChatApiServer.StartAsync(model);
        using var ana = server.Client();

        var events = await ChatApiEvents.AskAsync(ana, new { message = "Count." });

        events.Types.Should().Equal("session", "delta", "error");
        var error = events.First("error");
        error.GetProperty("status").GetInt32().Should().Be(502);
        error.GetProperty("category").GetString().Should().Be("model");
        error.GetRawText().Should().NotContain("secret");
        (await ana.GetFromJsonAsync<JsonElement>($"sessions/{events.SessionId}/turns")).GetArrayLength()
            .Should().Be(2, "what came of a reply that broke off was paid for, and is kept");
    }
}
