using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>agents list</c>: all of a workspace, those that it shares with others included.</summary>
internal static class AgentsListCommand
{
    public static Command Create(Frame frame) =>
        frame.Handle(new Command("list", "Lists the agents of a workspace, with those of the shared catalogue."), RunAsync);

    private static async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var agents = await call.Get<IAgentRegistry>().ListAsync(call.Scope, cancellationToken);
        call.Output.Write(new Page<RegisteredAgent>(agents, Next: null), CliJson.Default.PageRegisteredAgent, console => Listing.Write(
            console,
            agents,
            new("AGENT", agent => agent.Definition.Id) { Least = 12 },
            new("NAME", agent => agent.Definition.Name) { Least = 10, Rank = 1 },
            new("MODEL", agent => agent.Definition.Model ?? agent.Definition.ModelAlias ?? "") { Least = 8, Rank = 2 },
            new("TOOLS", agent => string.Join(", ", agent.EnabledTools)) { Least = 12, Rank = 3 },
            new("VERSION", agent => Words.Number(agent.Version)) { IsNumber = true, Rank = 5 },
            new("SHARED", agent => agent.IsShared ? "yes" : "") { Rank = 4 },
            new("UPDATED", agent => Words.Time(agent.UpdatedAt)) { Rank = 6 }));
        return ExitCode.Done;
    }
}
