using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>import</c>: conversations of files as sessions.</summary>
internal static class ImportCommand
{
    /// <summary>The agent of what is imported, where none is named; it is registered when it is needed.</summary>
    private const string DefaultAgent = "imported";

    public static Command Create(Frame frame)
    {
        var files = new Argument<FileInfo[]>("file")
        {
            Description = "Files with conversations; .jsonl and .ndjson have one a line.",
            Arity = ArgumentArity.OneOrMore,
        };
        var format = FormatOption.Create("The format of the files; found out by itself if it is not given");
        var agent = new Option<string>("--agent")
        {
            Description = $"The registered agent that the sessions get; {DefaultAgent} by default, which is registered for it.",
            DefaultValueFactory = _ => DefaultAgent,
            HelpName = "id",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Read and check everything, write nothing." };
        var goOn = new Option<bool>("--continue")
        {
            Description = "Go on after a conversation that cannot be imported, and name all of them at the end.",
        };
        var command = new Command("import", "Imports conversations as sessions; what is there already stays as it is.")
        {
            files, format, agent, dryRun, goOn,
        };
        return frame.Handle(command, (call, cancellationToken) => RunAsync(
            call,
            call.Parsed.GetRequiredValue(files),
            new ImportRequest(
                call.Parsed.GetValue(format), call.Parsed.GetRequiredValue(agent), call.Parsed.GetValue(dryRun), call.Parsed.GetValue(goOn)),
            cancellationToken));
    }

    private static async Task<int> RunAsync(Call call, FileInfo[] files, ImportRequest request, CancellationToken cancellationToken)
    {
        call.Configure = options => TurnLimits.Apply(options.Limits);
        if (!request.IsDryRun && request.Agent == DefaultAgent && request.Format != ConversationFormat.AgentKit)
        {
            await RegisterAsync(call, cancellationToken);
        }

        List<ImportReport> reports = [];
        foreach (var file in files)
        {
            var report = await new FileImport(call, request).RunAsync(file, cancellationToken);
            reports.Add(report);
            if (report.Problems.Count > 0 && !request.GoesOn)
            {
                break;
            }
        }

        ImportText.Write(call, reports, request.IsDryRun);
        return reports.Exists(report => report.Problems.Count > 0) ? ExitCode.Failed : ExitCode.Done;
    }

    private static async Task RegisterAsync(Call call, CancellationToken cancellationToken)
    {
        var agents = call.Get<IAgentRegistry>();
        if (await agents.FindAsync(call.Scope, DefaultAgent, cancellationToken) is null)
        {
            await agents.RegisterAsync(call.Scope, new AgentDefinition(DefaultAgent, "Imported conversations"), cancellationToken);
        }
    }
}
