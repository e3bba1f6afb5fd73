using System.Text.Json;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.Coalescing;

public sealed class GroupedEventTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IEventLog _log = fixture.Get<IEventLog>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task Appends_InAGroup_ComeToTheSameAsByThemselves()
    {
        var other = AgentScope.ForUser(_scope.WorkspaceId, "u-2");
        var known = New("known");
        await _log.AppendAsync(_scope, known);
        await using var gathering = await Gathering.StartAsync(
            fixture, Gathering.HoldingEvents(), services => services.GetRequiredService<IEventLog>().AppendAsync(_scope, New("first")));
        var log = gathering.Provider.GetRequiredService<IEventLog>();
        var wanted = New("pre_tool_use") with
        {
            SessionId = Guid.CreateVersion7(),
            RunId = Guid.CreateVersion7(),
            ToolName = "find_order",
            Payload = JsonElement.Parse("""{"b":1,"a":1.10}"""),
            OccurredAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(-5)),
        };

        var appending = log.AppendAsync(_scope, wanted);
        var appendingOfOther = log.AppendAsync(other, New("of somebody else"));
        var again = log.AppendAsync(_scope, known);
        var taken = log.AppendAsync(_scope, known with { Type = "another" });
        await gathering.LetThroughAsync();

        var appended = await appending;
        appended.Should().BeEquivalentTo(new { wanted.Id, wanted.OccurredAt, wanted.SessionId, wanted.RunId, wanted.ToolName, wanted.Type, _scope.UserId });
        appended.Payload!.Value.GetRawText().Should().Be("""{"b":1,"a":1.10}""");
        (await appendingOfOther).UserId.Should().Be("u-2");
        (await again).Id.Should().Be(known.Id);
        await taken.Awaiting(task => task).Should().ThrowAsync<AlreadyExistsException>();
        (await _log.StreamAsync(_scope).ToListAsync()).Select(item => item.Type).Should().BeEquivalentTo("known", "first", "pre_tool_use");
        (await _log.StreamAsync(other).ToListAsync()).Select(item => item.Type).Should().BeEquivalentTo("of somebody else");
    }

    [Fact]
    public async Task Appends_Services_KeepOnWhoseBehalfTheyWrite()
    {
        var service = AgentScope.ForService(_scope.WorkspaceId);
        await using var gathering = await Gathering.StartAsync(
            fixture, Gathering.HoldingEvents(), services => services.GetRequiredService<IEventLog>().AppendAsync(service, New("first")));
        var log = gathering.Provider.GetRequiredService<IEventLog>();

        Task<AgentEvent>[] appending =
        [
            log.AppendAsync(service, New("x")),
            log.AppendAsync(AgentScope.ForService(_scope.WorkspaceId, "a"), New("x")),
            log.AppendAsync(AgentScope.ForService(_scope.WorkspaceId, "b"), New("x")),
        ];
        await gathering.LetThroughAsync();

        (await Task.WhenAll(appending)).Select(item => item.UserId).Should().Equal(null, "a", "b");
    }

    private static NewEvent New(string type) => new(EventCategory.Hook, type);
}
