using System.Text.Json.Nodes;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Sessions;

/// <summary>What PostgreSQL could not hold, or a limit forbids, is an argument error before anything is sent.</summary>
public sealed class SessionInputTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly ISessionStore _sessions = fixture.Sessions;
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    public static TheoryData<string, SessionCommit> BadCommits => new()
    {
        { "empty operation id", new SessionCommit { OperationId = Guid.Empty } },
        { "null turns", new SessionCommit { Turns = null! } },
        { "null turn", new SessionCommit { Turns = [null!] } },
        { "too many turns", new SessionCommit { Turns = [.. Enumerable.Repeat(Turn.User("x"), 1_001)] } },
        { "no content", new SessionCommit { Turns = [Turn.User([])] } },
        { "unknown role", new SessionCommit { Turns = [Turn.User("x") with { Role = (TurnRole)9 }] } },
        { "U+0000 in a text", new SessionCommit { Turns = [Turn.User("a\0b")] } },
        { "lone surrogate in a text", new SessionCommit { Turns = [Turn.User("a\ud800b")] } },
        { "turn beyond the limit", new SessionCommit { Turns = [Turn.User(new string('x', 1024 * 1024))] } },
        { "negative tokens", new SessionCommit { Turns = [Turn.Assistant("x", new Usage { InputTokens = -1 })] } },
        { "negative cost", new SessionCommit { Usage = new Usage { Cost = -0.01m } } },
        { "negative latency", new SessionCommit { Turns = [Turn.User("x") with { Latency = TimeSpan.FromTicks(-1) }] } },
        { "long author", new SessionCommit { Turns = [Turn.User("x") with { Author = new string('a', 201) }] } },
        { "empty phase", new SessionCommit { Phase = "" } },
        { "empty title", new SessionCommit { Title = " " } },
        { "long title", new SessionCommit { Title = new string('t', 501) } },
        { "reason without status", new SessionCommit { StatusReason = "because" } },
        { "assigned but not handed off", new SessionCommit { Status = SessionStatus.Closed, AssignedTo = "ana" } },
        { "unknown status", new SessionCommit { Status = (SessionStatus)77 } },
        { "confidence above one", new SessionCommit { IntentsSeen = [new("a", 1.01)] } },
        { "confidence NaN", new SessionCommit { IntentsSeen = [new("a", double.NaN)] } },
        { "unnamed intent", new SessionCommit { IntentsSeen = [new("")] } },
        { "U+0000 in a template", new SessionCommit { TemplatesSent = [new("a\0")] } },
        { "U+0000 in captured data", new SessionCommit { CapturedData = { ["a"] = "x\0" } } },
        { "lone surrogate in a key", new SessionCommit { Data = { ["\udfff"] = 1 } } },
        { "lone surrogate deep in metadata", new SessionCommit { Metadata = { ["a"] = new JsonArray(new JsonObject { ["b"] = "\ud83d" }) } } },
        { "metadata beyond the limit", new SessionCommit { Metadata = { ["a"] = new string('x', 64 * 1024) } } },
        { "number beyond numeric", new SessionCommit { Metadata = { ["a"] = JsonNode.Parse("1e200000") } } },
        { "NaN in data", new SessionCommit { Data = { ["a"] = double.NaN } } },
        { "metadata nested too deep", new SessionCommit { Metadata = { ["a"] = Nested(70) } } },
        { "escaped lone surrogate in a key", new SessionCommit { Metadata = { ["a"] = JsonNode.Parse("{\"\\ud800\":1}") } } },
        { "lone surrogate as a char", new SessionCommit { Metadata = { ["a"] = JsonValue.Create('\ud800') } } },
        { "too many tokens", new SessionCommit { Usage = new Usage { InputTokens = Usage.MaxTokens + 1 } } },
    };

    [Fact]
    public void SessionCommit_NullForJson_IsRefusedWhereItIsMade()
    {
        FluentActions.Invoking(() => new SessionCommit { Metadata = null! }).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new SessionCommit { CapturedData = null! }).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new SessionCommit { Data = null! }).Should().Throw<ArgumentNullException>();
    }

    [Theory]
    [MemberData(nameof(BadCommits))]
    public async Task CommitAsync_BadInput_IsRefusedAndChangesNothing(string what, SessionCommit commit)
    {
        var session = await _sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));

        var versioned = () => _sessions.CommitAsync(_scope, session, commit);

        var error = (await versioned.Should().ThrowAsync<ArgumentException>(what)).Which;
        error.Message.Length.Should().BeLessThan(400, "it never repeats the content");
        (await _sessions.GetAsync(_scope, session.Id)).Version.Should().Be(1);
    }

    public static TheoryData<string, NewSession> BadSessions => new()
    {
        { "empty id", new NewSession("support") { Id = Guid.Empty } },
        { "id of another version", new NewSession("support") { Id = Guid.NewGuid() } },
        { "no agent", new NewSession("") },
        { "null agent", new NewSession(null!) },
        { "empty kind", new NewSession("support") { Kind = "" } },
        { "white space title", new NewSession("support") { Title = "\t" } },
        { "long key", new NewSession("support") { ConversationKey = new string('k', 501) } },
        { "U+0000 in a slug", new NewSession("support") { Slug = "a\0" } },
        { "lone surrogate", new NewSession("support") { WorkingDirectory = "\udc00" } },
        { "null metadata", new NewSession("support") { Metadata = null! } },
    };

    [Theory]
    [MemberData(nameof(BadSessions))]
    public async Task CreateAsync_BadInput_IsRefused(string what, NewSession session)
    {
        await _sessions.Awaiting(s => s.CreateAsync(_scope, session)).Should().ThrowAsync<ArgumentException>(what);
        (await _sessions.FindAsync(_scope, session.Id)).Should().BeNull();
    }

    private static JsonArray Nested(int depth) => depth == 0 ? [] : [Nested(depth - 1)];

    [Fact]
    public async Task Reads_OutOfRange_AreRefused()
    {
        var id = Guid.CreateVersion7();
        Func<Task>[] calls =
        [
            () => _sessions.GetTurnsAsync(_scope, id, afterNumber: -1),
            () => _sessions.GetTurnsAsync(_scope, id, limit: 0),
            () => _sessions.GetTurnsAsync(_scope, id, limit: 1_001),
            () => _sessions.GetLastTurnsAsync(_scope, id, 0),
            () => _sessions.GetLastTurnsAsync(_scope, id, 1_001),
            () => _sessions.ListAsync(_scope, new SessionFilter { Limit = 0 }),
            () => _sessions.ListAsync(_scope, new SessionFilter { Order = (SessionOrder)5 }),
            () => _sessions.ListAsync(_scope, new SessionFilter { UserId = "" }),
            () => _sessions.FindBySlugAsync(_scope, ""),
            () => _sessions.FindByConversationKeyAsync(_scope, "k\0", "a"),
            () => _sessions.AppendAsync(_scope, Guid.Empty, new SessionCommit()),
            () => _sessions.UpdateAsync(_scope, Guid.Empty, _ => null),
            () => _sessions.UpdateAsync(_scope, id, (Func<SessionSnapshot, SessionCommit?>)null!),
            () => _sessions.CommitAsync(_scope, null!, new SessionCommit()),
            () => _sessions.GetAsync(null!, id),
        ];

        foreach (var call in calls)
        {
            await call.Should().ThrowAsync<ArgumentException>();
        }
    }

    [Theory]
    [InlineData("'; DROP TABLE agentkit.sessions; --")]
    [InlineData("{0} %s %n ${x} @WorkspaceId $1 :\"schema\"")]
    [InlineData("..\\../etc/passwd")]
    [InlineData("‮right to left‬ ﷽ Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢")]
    public async Task HostileText_Everywhere_RoundTrips(string text)
    {
        var scope = AgentScope.ForUser($"{AgentKitFixture.NewWorkspace()} {text}", text);
        var session = await _sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent)
        {
            Title = text,
            Kind = text,
            Slug = text,
            ConversationKey = text,
            WorkingDirectory = text,
            Phase = text,
            Metadata = { [text] = text },
        });
        await _sessions.CommitAsync(scope, session, new SessionCommit
        {
            Turns = [Turn.User(text) with { Author = text, Model = text }],
            IntentsSeen = [new(text)],
            TemplatesSent = [new(text)],
            CapturedData = { [text] = text },
            Status = SessionStatus.HandedOff,
            AssignedTo = text,
            StatusReason = text,
        });

        var snapshot = await _sessions.GetSnapshotAsync(scope, session.Id);
        snapshot.Session.Should().BeEquivalentTo(new
        {
            UserId = text,
            Title = text,
            Kind = text,
            Slug = text,
            ConversationKey = text,
            WorkingDirectory = text,
            Phase = text,
            AssignedTo = text,
            StatusReason = text,
        });
        snapshot.Session.Metadata[text]!.GetValue<string>().Should().Be(text);
        snapshot.State.IntentsSeen.Single().Name.Should().Be(text);
        snapshot.State.CapturedData[text]!.GetValue<string>().Should().Be(text);
        (await _sessions.GetTurnsAsync(scope, session.Id)).Single().Should().BeEquivalentTo(new { Text = text, Author = text, Model = text });
        (await _sessions.FindBySlugAsync(scope, text))!.Id.Should().Be(session.Id);
        (await _sessions.FindByConversationKeyAsync(scope, text, AgentKitFixture.Agent))!.Id.Should().Be(session.Id);
    }
}
