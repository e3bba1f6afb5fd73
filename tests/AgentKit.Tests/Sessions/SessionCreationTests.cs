using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Sessions;

public sealed class SessionCreationTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly ISessionStore _sessions = fixture.Sessions;

    [Fact]
    public async Task CreateAsync_AllMembers_ReadsBackEqual()
    {
        var scope = AgentKitFixture.NewUser();
        var created = await _sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent)
        {
            Title = "Where is \"it\"; 🙂",
            Kind = "research",
            Phase = "any text, for this agent has no phases",
            ConversationKey = "+57 300 1234567",
            Slug = "a-slug",
            WorkingDirectory = "work/a-slug",
            Metadata = { ["channel"] = "web", ["big"] = 12345678901234567890m },
            CapturedData = { ["order"] = "A-1001" },
            Data = { ["step"] = 3 },
        });

        var read = await _sessions.GetAsync(scope, created.Id);
        read.Should().BeEquivalentTo(created, options => options.Excluding(session => session.Metadata));
        read.Metadata.ToJsonString().Should().Be(created.Metadata.ToJsonString());
        read.Version.Should().Be(1);
        read.Status.Should().Be(SessionStatus.Active);
        read.UserId.Should().Be("u-1");
        read.Title.Should().Be("Where is \"it\"; 🙂");
        read.Metadata["big"]!.GetValue<decimal>().Should().Be(12345678901234567890m);

        var state = (await _sessions.GetSnapshotAsync(scope, created.Id)).State;
        state.CapturedData["order"]!.GetValue<string>().Should().Be("A-1001");
        state.Data["step"]!.GetValue<int>().Should().Be(3);
        state.IntentsSeen.Should().BeEmpty();
    }

    [Fact]
    public async Task CreateAsync_SameIdAgainAfterCommits_ReturnsTheSessionAsItWasCreated()
    {
        var scope = AgentKitFixture.NewUser();
        var wanted = new NewSession(AgentKitFixture.Agent) { ConversationKey = "k", Metadata = { ["a"] = 1 } };
        var created = await _sessions.CreateAsync(scope, wanted);
        await _sessions.AppendAsync(scope, created.Id, new SessionCommit { Turns = [Turn.User("hi")], Metadata = { ["a"] = 2 } });

        var again = await _sessions.CreateAsync(scope, wanted);

        again.Should().BeEquivalentTo(created, options => options.Excluding(session => session.Metadata));
        again.Metadata.ToJsonString().Should().Be("""{"a":1}""");
        (await _sessions.GetAsync(scope, created.Id)).TurnCount.Should().Be(1);
    }

    [Fact]
    public async Task CreateAsync_TwentyTimesAtOnce_CreatesOne()
    {
        var scope = AgentKitFixture.NewUser();
        var wanted = new NewSession(AgentKitFixture.Agent);

        var sessions = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _sessions.CreateAsync(scope, wanted)));

        sessions.Should().OnlyContain(session => session.Id == wanted.Id && session.Version == 1);
        (await _sessions.ListAsync(scope)).Items.Should().ContainSingle();
    }

    [Fact]
    public async Task CreateAsync_OpenConversationKey_IsTaken()
    {
        var scope = AgentKitFixture.NewUser();
        var wanted = new NewSession(AgentKitFixture.Agent) { ConversationKey = "phone" };
        var first = await _sessions.CreateAsync(scope, wanted);

        var second = () => _sessions.CreateAsync(scope, wanted with { Id = Guid.CreateVersion7() });

        var error = (await second.Should().ThrowAsync<AlreadyExistsException>()).Which;
        error.Key.Should().Be("conversation key");
        error.Value.Should().Be("phone");

        await _sessions.CloseAsync(scope, first.Id);
        (await second()).Id.Should().NotBe(first.Id);
    }

    [Fact]
    public async Task CreateAsync_SameConversationKeyOfAnotherUser_IsFree()
    {
        var workspace = AgentKitFixture.NewWorkspace();
        var wanted = new NewSession(AgentKitFixture.Agent) { ConversationKey = "phone" };

        var mine = await _sessions.CreateAsync(AgentScope.ForUser(workspace, "u-1"), wanted);
        var theirs = await _sessions.CreateAsync(AgentScope.ForUser(workspace, "u-2"), wanted with { Id = Guid.CreateVersion7() });

        theirs.Id.Should().NotBe(mine.Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GetOrCreateAsync_TwentyTimesAtOnce_IsOneSession(bool isService)
    {
        var workspace = AgentKitFixture.NewWorkspace();
        var scope = isService ? AgentScope.ForService(workspace) : AgentScope.ForUser(workspace, "u-1");
        NewSession Wanted() => new(AgentKitFixture.Agent) { ConversationKey = "phone" };
        await _sessions.CreateAsync(AgentScope.ForUser(workspace, "u-2"), Wanted());

        var found = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _sessions.GetOrCreateAsync(scope, Wanted())));

        found.Select(session => session.Id).Distinct().Should().ContainSingle();
        found[0].UserId.Should().Be(scope.UserId);
        await _sessions.CloseAsync(scope, found[0].Id);
        (await _sessions.GetOrCreateAsync(scope, Wanted())).Id.Should().NotBe(found[0].Id);
        await _sessions.Awaiting(s => s.GetOrCreateAsync(scope, Wanted() with { ConversationKey = null })).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task CreateAsync_SlugInUse_IsTaken()
    {
        var scope = AgentKitFixture.NewUser();
        await _sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent) { Slug = "s" });

        var second = () => _sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent) { Slug = "s" });

        (await second.Should().ThrowAsync<AlreadyExistsException>()).Which.Key.Should().Be("slug");
    }

    [Fact]
    public async Task CreateAsync_IdOfAnotherUser_IsTaken()
    {
        var workspace = AgentKitFixture.NewWorkspace();
        var wanted = new NewSession(AgentKitFixture.Agent);
        await _sessions.CreateAsync(AgentScope.ForUser(workspace, "u-1"), wanted);

        var second = () => _sessions.CreateAsync(AgentScope.ForUser(workspace, "u-2"), wanted);

        (await second.Should().ThrowAsync<AlreadyExistsException>()).Which.Key.Should().Be("id");
    }

    [Fact]
    public async Task CreateAsync_UnknownAgent_Throws()
    {
        var create = () => _sessions.CreateAsync(AgentKitFixture.NewUser(), new NewSession("nobody"));

        (await create.Should().ThrowAsync<AgentNotFoundException>()).Which.AgentId.Should().Be("nobody");
    }

    [Fact]
    public async Task CreateAsync_AgentWithPhases_BeginsInTheFirst()
    {
        var scope = AgentKitFixture.NewUser();

        (await _sessions.CreateAsync(scope, new NewSession(AgentKitFixture.PhasedAgent))).Phase.Should().Be("greeting");

        var unknown = () => _sessions.CreateAsync(scope, new NewSession(AgentKitFixture.PhasedAgent) { Phase = "nowhere" });
        (await unknown.Should().ThrowAsync<InvalidTransitionException>()).Which.To.Should().Be("nowhere");
    }

    [Fact]
    public async Task CreateAsync_ServiceOnBehalfOfUser_BelongsToTheUser()
    {
        var workspace = AgentKitFixture.NewWorkspace();
        var created = await _sessions.CreateAsync(AgentScope.ForService(workspace, "u-9"), new NewSession(AgentKitFixture.Agent));

        (await _sessions.GetAsync(AgentScope.ForUser(workspace, "u-9"), created.Id)).UserId.Should().Be("u-9");
    }
}
