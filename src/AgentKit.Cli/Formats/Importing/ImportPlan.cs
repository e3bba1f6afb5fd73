namespace AgentKit.Cli;

/// <summary>What a file holds: made by reading it once, before anything is written.</summary>
/// <param name="Format">Its format.</param>
/// <param name="Conversations">In the order of the file.</param>
/// <param name="Turns">Of the conversations that can be imported.</param>
/// <param name="ToolCalls">How many tools are called in them.</param>
/// <param name="End">Where the file cannot be read on, if it cannot.</param>
internal sealed record ImportPlan(
    ConversationFormat Format, IReadOnlyList<PlannedConversation> Conversations, long Turns, long ToolCalls, SourceProblem? End)
{
    /// <summary>Everything that is wrong, in the order of the file, the first problem of each conversation.</summary>
    public IEnumerable<SourceProblem> Problems =>
        Conversations.Select(conversation => conversation.Problem).Append(End).OfType<SourceProblem>().DistinctBy(problem => problem.Line);
}
