using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>import</c>: conversations of files as sessions.</summary>
internal static class ImportCommand
{
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
            Description = $"The registered agent that the sessions get; {ImportAgent.Default} by default, which is registered for it.",
            DefaultValueFactory = _ => ImportAgent.Default,
            HelpName = "id",
        };
        var session = new Option<string?>("--session-id")
        {
            Description = "What the only conversation of the file is called, in place of an id in the file: by it it is recognised when it is imported again.",
            HelpName = "id",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Read and check everything, write nothing." };
        var goOn = new Option<bool>("--continue")
        {
            Description = "Go on after a conversation that cannot be imported, and name all of them at the end.",
        };
        var command = new Command("import", "Imports conversations as sessions; what is there already stays as it is.")
        {
            files, format, agent, session, dryRun, goOn,
        };
        return frame.Handle(command, (call, cancellationToken) => RunAsync(
            call,
            call.Parsed.GetRequiredValue(files),
            new ImportRequest(
                call.Parsed.GetValue(format),
                call.Parsed.GetRequiredValue(agent),
                call.Parsed.GetValue(session),
                call.Parsed.GetValue(dryRun),
                call.Parsed.GetValue(goOn)),
            cancellationToken));
    }

    private static async Task<int> RunAsync(Call call, FileInfo[] files, ImportRequest request, CancellationToken cancellationToken)
    {
        if (request.SessionName is { } name && (files.Length > 1 || string.IsNullOrWhiteSpace(name)))
        {
            throw new UsageException("--session-id names the conversation of one file: give one file, and an id.");
        }

        call.Configure = options => TurnLimits.Apply(options.Limits);
        if (!request.IsDryRun)
        {
            _ = call.Scope; // what is wrong with the command line is wrong with no file
        }

        List<ImportReport> reports = [];
        try
        {
            var import = new FileImport(call, request, new ImportAgent(call, request.Agent));
            foreach (var file in files)
            {
                reports.Add(await RunAsync(call, import, file, cancellationToken));
            }
        }
        finally
        {
            if (reports.Count > 0)
            {
                ImportText.Write(call, reports, request.IsDryRun);
            }
        }

        return reports.Exists(report => report.Problems.Count > 0) ? ExitCode.Failed : ExitCode.Done;
    }

    /// <summary>What is wrong with one file does not concern the others; what is wrong with the database or the agent does.</summary>
    private static async Task<ImportReport> RunAsync(Call call, FileImport import, FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            return await import.RunAsync(file, cancellationToken);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException
            || (problem is AgentKitException { Category: not (ErrorCategory.Unavailable or ErrorCategory.Configuration) } and not AgentNotFoundException))
        {
            var message = call.WithoutSecrets(Failures.Explain(problem, cancellationToken).Message);
            return new ImportReport { File = file.ToString(), Problems = [new SourceProblem(file.ToString(), 0, message)] };
        }
    }
}
