using AgentKit.Cli;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Cli;

/// <summary><c>agentkit agents list</c>.</summary>
public sealed class AgentsListTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly Tool _tool = Tool.On(fixture);

    [Fact]
    public async Task List_AWorkspace_ShowsItsAgents()
    {
        var scope = await RegisterAsync();

        var outcome = await _tool.RunAsync("agents", "list", "--workspace", scope.WorkspaceId);

        outcome.ExitCode.Should().Be(ExitCode.Done);
        outcome.Errors.Should().BeEmpty();
        outcome.Lines[0].Should().MatchRegex("^AGENT +NAME +MODEL +TOOLS");
        outcome.Lines.Should().Contain(line => line.Contains("refunds") && line.Contains("Refund desk") && line.Contains("find_order, refund"));
    }

    [Fact]
    public async Task List_WithJson_WritesOneDocument()
    {
        var scope = await RegisterAsync();

        var outcome = await _tool.RunAsync("agents", "list", "-w", scope.WorkspaceId, "--json");

        var agent = outcome.Json.GetProperty("items").EnumerateArray()
            .Single(item => item.GetProperty("definition").GetProperty("id").GetString() == "refunds");
        agent.GetProperty("version").GetInt64().Should().Be(1);
        agent.GetProperty("definition").GetProperty("tools").EnumerateArray().Select(tool => tool.GetString())
            .Should().Equal("find_order", "refund");
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public async Task List_OnATerminal_FitsIt(int width)
    {
        var scope = await RegisterAsync();

        var outcome = await (_tool with { Width = width }).RunAsync("agents", "list", "-w", scope.WorkspaceId);

        outcome.Lines.Should().OnlyContain(line => line.Length <= width).And.Contain(line => line.Contains("refunds"));
    }

    private async Task<AgentScope> RegisterAsync()
    {
        var scope = AgentKitFixture.NewService();
        await fixture.Get<IAgentRegistry>().RegisterAsync(
            scope, new AgentDefinition("refunds", "Refund desk") { Model = "large-1", Tools = ["find_order", "refund"] });
        return scope;
    }
}
