using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Events;

public sealed class EventAccessTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IEventLog _log = fixture.Get<IEventLog>();
    private readonly AgentScope _owner = AgentScope.ForUser(AgentKitFixture.NewWorkspace(), "owner");

    private AgentScope OtherUser => AgentScope.ForUser(_owner.WorkspaceId, "other");

    private AgentScope Admin => AgentScope.ForAdmin(_owner.WorkspaceId, "admin");

    private AgentScope Service => AgentScope.ForService(_owner.WorkspaceId);

    [Fact]
    public async Task AppendAndAppendMany_EveryLevel_BelongToTheUserOfTheScope()
    {
        (AgentScope Scope, string? User)[] cases =
            [(_owner, "owner"), (Admin, "admin"), (Service, null), (AgentScope.ForService(_owner.WorkspaceId, "other"), "other")];

        foreach (var (scope, user) in cases)
        {
            (await _log.AppendAsync(scope, EventSamples.New())).UserId.Should().Be(user);
            await _log.AppendManyAsync(scope, [EventSamples.New("bulk")]);
        }

        (await _log.ListAsync(Service, new() { Type = "bulk" })).Items.Select(item => item.UserId).Should().BeEquivalentTo("owner", "admin", null, "other");
    }

    [Fact]
    public async Task ListAndStream_EveryLevel_SeeWhatIsTheirs()
    {
        var session = Guid.CreateVersion7();
        foreach (var scope in new[] { _owner, OtherUser, Service })
        {
            await _log.AppendAsync(scope, EventSamples.New() with { SessionId = session });
        }

        await SeesAsync(_owner, "owner");
        await SeesAsync(OtherUser, "other");
        await SeesAsync(Admin, "owner", "other", null);
        await SeesAsync(Service, "owner", "other", null);
        await SeesAsync(AgentScope.ForService(AgentKitFixture.NewWorkspace()));

        async Task SeesAsync(AgentScope scope, params string?[] users)
        {
            foreach (var filter in new EventFilter[] { new(), new() { SessionId = session }, new() { Type = "pre_tool_use" }, new() { Category = EventCategory.Hook } })
            {
                (await _log.ListAsync(scope, filter)).Items.Select(item => item.UserId).Should().BeEquivalentTo(users);
                (await _log.StreamAsync(scope, filter).ToListAsync()).Select(item => item.UserId).Should().BeEquivalentTo(users);
            }
        }
    }

    [Fact]
    public async Task AppendAsync_IdOfSomebodyElse_ThrowsAlreadyExistsAndChangesNothing()
    {
        var taken = EventSamples.New();
        await _log.AppendAsync(_owner, taken);

        await _log.Awaiting(log => log.AppendAsync(OtherUser, taken)).Should().ThrowAsync<AlreadyExistsException>();

        (await _log.ListAsync(Service)).Items.Should().ContainSingle().Which.UserId.Should().Be("owner");
        (await _log.AppendAsync(AgentScope.ForService(AgentKitFixture.NewWorkspace()), taken)).UserId.Should().BeNull("there the id is free");
    }
}
