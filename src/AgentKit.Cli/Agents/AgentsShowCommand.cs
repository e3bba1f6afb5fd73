using System.CommandLine;
using Spectre.Console;

namespace AgentKit.Cli;

/// <summary><c>agents show</c>: one agent, whole.</summary>
internal static class AgentsShowCommand
{
    public static Command Create(Frame frame)
    {
        var agent = new Argument<string>("agent") { Description = "The id of the agent, as the list has it." };
        return frame.Handle(
            new Command("show", "Shows one agent: model, tools, phases, instructions.") { agent },
            (call, cancellationToken) => RunAsync(call, call.Parsed.GetRequiredValue(agent), cancellationToken));
    }

    private static async Task<int> RunAsync(Call call, string agentId, CancellationToken cancellationToken)
    {
        var agent = await call.Get<IAgentRegistry>().GetAsync(call.Scope, agentId, cancellationToken);
        var definition = agent.Definition;
        call.Output.Write(agent, CliJson.Default.RegisteredAgent, console =>
        {
            Fields.Write(
                console,
                ("agent", definition.Id),
                ("name", definition.Name),
                ("description", definition.Description),
                ("model", definition.Model),
                ("alias", definition.ModelAlias),
                ("tools", string.Join(", ", agent.EnabledTools)),
                ("disabled", string.Join(", ", agent.DisabledTools)),
                ("phases", string.Join(", ", definition.Phases.Select(Describe))),
                ("budget", definition.TokenBudget is { } tokens ? $"{Words.Number(tokens)} tokens a session" : null),
                ("settings", definition.Settings.Count == 0 ? null : definition.Settings.ToJsonString()),
                ("shared", agent.IsShared ? "with all workspaces" : null),
                ("version", Words.Number(agent.Version)),
                ("registered", Words.Time(agent.RegisteredAt)),
                ("updated", Words.Time(agent.UpdatedAt)));
            if (definition.Instructions.Length > 0)
            {
                console.WriteLine();
                console.WriteLine(Words.Printable(definition.Instructions).TrimEnd());
            }
        });
        return ExitCode.Done;
    }

    private static string Describe(AgentPhase phase) =>
        phase.Next.Count == 0 ? phase.Name : $"{phase.Name} → {string.Join(" | ", phase.Next)}";
}
