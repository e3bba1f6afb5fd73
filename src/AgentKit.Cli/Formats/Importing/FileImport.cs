namespace AgentKit.Cli;

/// <summary>Imports one file.</summary>
internal sealed class FileImport(Call call, ImportRequest request, ImportAgent agent)
{
    public async Task<ImportReport> RunAsync(FileInfo info, CancellationToken cancellationToken)
    {
        var file = new SourceFile(info.ToString());
        ConversationFormat? format;
        try
        {
            format = request.Format ?? await FormatDetector.DetectAsync(file, cancellationToken);
        }
        catch (SourceException exception)
        {
            return Refused(file, new SourceProblem(file.Path, exception.Line, exception.Problem));
        }

        return format switch
        {
            null => Refused(file, new SourceProblem(file.Path, 1, "begins a file of none of the known formats; if it is one, name it with --format")),
            ConversationFormat.AgentKit => await AgentKitAsync(file, cancellationToken),
            { } chat => await ConversationsAsync(file, chat, cancellationToken),
        };
    }

    private static ImportReport Refused(SourceFile file, SourceProblem problem) => new() { File = file.Path, Problems = [problem] };

    private async Task<ImportReport> ConversationsAsync(SourceFile file, ConversationFormat format, CancellationToken cancellationToken)
    {
        var plan = await ProgressBar.RunAsync(
            call.Surroundings,
            $"Reading {Path.GetFileName(file.Path)}",
            file.Length,
            progress => new ImportPlanner(file, format, progress).ReadAsync(request.SessionName, cancellationToken));
        var report = new ImportReport
        {
            File = file.Path,
            Format = ConversationFormatNames.Of(format),
            Conversations = plan.Conversations.Count,
            Turns = plan.Good.Sum(conversation => (long)conversation.Turns),
            ToolCalls = plan.Good.Sum(conversation => (long)conversation.ToolCalls),
            Problems = [.. plan.Problems],
        };
        if (request.IsDryRun || !plan.Good.Any())
        {
            return report;
        }

        await agent.EnsureAsync(cancellationToken);
        var importer = new ConversationImporter(call.Get<ISessionStore>(), call.Scope, request.Agent);
        var outcome = await ProgressBar.RunAsync(
            call.Surroundings,
            $"Importing {Path.GetFileName(file.Path)}",
            file.Length,
            progress => importer.ImportAsync(file, plan, request.GoesOn, progress, cancellationToken));
        return report with
        {
            Imported = outcome.Imported,
            Continued = outcome.Continued,
            AlreadyThere = outcome.AlreadyThere,
            Written = outcome.Turns,
            Problems = outcome.Problems,
        };
    }

    private async Task<ImportReport> AgentKitAsync(SourceFile file, CancellationToken cancellationToken)
    {
        var report = new ImportReport { File = file.Path, Format = ConversationFormatNames.Of(ConversationFormat.AgentKit) };
        try
        {
            if (request.IsDryRun)
            {
                return await ProgressBar.RunAsync(
                    call.Surroundings, "Reading", file.Length, progress => ExportedRows.CountAsync(file, report, progress, cancellationToken));
            }

            // Read twice: once to check it whole, once to write.
            var receipt = await ProgressBar.RunAsync(call.Surroundings, "Importing", 2 * file.Length, async progress =>
            {
                await using var stream = new ProgressStream(file.Open(), progress);
                return await call.Get<IPersonalData>().ImportAsync(call.Scope, stream, cancellationToken);
            });
            return report with
            {
                Conversations = receipt.Rows["sessions"].New + receipt.Rows["sessions"].AlreadyThere,
                Turns = receipt.Rows["turns"].New + receipt.Rows["turns"].AlreadyThere,
                Imported = receipt.Rows["sessions"].New,
                AlreadyThere = receipt.Rows["sessions"].AlreadyThere,
                Written = receipt.Rows.Values.Sum(rows => rows.New),
            };
        }
        catch (ImportException exception)
        {
            return report with { Problems = [new SourceProblem(file.Path, exception.Line, exception.Problem)] };
        }
        catch (SourceException exception)
        {
            return report with { Problems = [new SourceProblem(file.Path, exception.Line, exception.Problem)] };
        }
    }
}
