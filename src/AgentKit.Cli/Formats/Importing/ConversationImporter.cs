namespace AgentKit.Cli;

/// <summary>Reads a file for the second time and writes its conversations, one after the other.</summary>
/// <param name="sessions">Where to; its limits are those of <see cref="TurnLimits"/>.</param>
/// <param name="scope">Whose sessions they will be.</param>
/// <param name="agentId">The agent of the sessions; it must be registered.</param>
internal sealed class ConversationImporter(ISessionStore sessions, AgentScope scope, string agentId)
{
    /// <param name="file">The file, as it was when the plan was made.</param>
    /// <param name="plan">What the first reading found.</param>
    /// <param name="goesOn">Whether to go on after a conversation that cannot be imported; else it ends there.</param>
    /// <param name="progress">Told how many bytes are done with.</param>
    /// <param name="cancellationToken">Ends it; what is written stays, and another import goes on.</param>
    public async Task<ImportOutcome> ImportAsync(
        SourceFile file, ImportPlan plan, bool goesOn, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        List<SourceProblem> problems = [];
        var outcome = new ImportOutcome();
        var found = new ImportedSessions(sessions, scope);
        var index = -1;
        SessionWriter? writer = null;
        try
        {
            await foreach (var part in ConversationReaders.Of(plan.Format).ReadAsync(file, cancellationToken).ConfigureAwait(false))
            {
                if (part.Begins || index < 0)
                {
                    outcome = await EndAsync(writer, outcome, problems, cancellationToken).ConfigureAwait(false);
                    if (problems.Count > 0 && !goesOn)
                    {
                        return outcome with { Problems = problems };
                    }

                    index++;
                    writer = await BeginAsync(file, plan, index, found, problems, cancellationToken).ConfigureAwait(false);
                    if (writer is null && !goesOn)
                    {
                        return outcome with { Problems = problems };
                    }
                }

                if (writer is not null)
                {
                    await writer.AddAsync(part, cancellationToken).ConfigureAwait(false);
                }

                progress?.Report(part.End);
            }
        }
        catch (SourceException)
        {
            // The plan has it.
        }

        outcome = await EndAsync(writer, outcome, problems, cancellationToken).ConfigureAwait(false);
        if (plan.End is { } end && !problems.Contains(end))
        {
            problems.Add(end);
        }

        return outcome with { Problems = problems };
    }

    private async Task<SessionWriter?> BeginAsync(
        SourceFile file, ImportPlan plan, int index, ImportedSessions found, List<SourceProblem> problems, CancellationToken cancellationToken)
    {
        var conversation = index < plan.Conversations.Count
            ? plan.Conversations[index]
            : throw new IOException($"The file {file.Path} has changed while it was read.");
        if (conversation.Problem is { } problem)
        {
            problems.Add(problem);
            return null;
        }

        var writer = new SessionWriter(sessions, scope, agentId, file, plan.Format, conversation);
        await writer.OpenAsync(await found.FindAsync(conversation, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return writer;
    }

    private static async Task<ImportOutcome> EndAsync(
        SessionWriter? writer, ImportOutcome outcome, List<SourceProblem> problems, CancellationToken cancellationToken)
    {
        if (writer is null)
        {
            return outcome;
        }

        await writer.EndAsync(cancellationToken).ConfigureAwait(false);
        if (writer.Problem is { } problem)
        {
            problems.Add(problem);
            return outcome;
        }

        return outcome with
        {
            Imported = outcome.Imported + (writer.IsNew ? 1 : 0),
            Continued = outcome.Continued + (!writer.IsNew && writer.Written > 0 ? 1 : 0),
            AlreadyThere = outcome.AlreadyThere + (!writer.IsNew && writer.Written == 0 ? 1 : 0),
            Turns = outcome.Turns + writer.Written,
        };
    }
}
