namespace AgentKit.Cli;

/// <summary>What a file holds: made by reading it once, before anything is written.</summary>
/// <param name="Format">Its format.</param>
/// <param name="Conversations">In the order of the file.</param>
/// <param name="End">Where the file cannot be read on, if it cannot.</param>
internal sealed record ImportPlan(ConversationFormat Format, IReadOnlyList<PlannedConversation> Conversations, SourceProblem? End)
{
    /// <summary>Those that can be imported.</summary>
    public IEnumerable<PlannedConversation> Good => Conversations.Where(conversation => conversation.Problem is null);

    /// <summary>Everything that is wrong, in the order of the file, the first problem of each conversation.</summary>
    public IEnumerable<SourceProblem> Problems =>
        Conversations.Select(conversation => conversation.Problem).Append(End).OfType<SourceProblem>().DistinctBy(problem => problem.Line);
}
