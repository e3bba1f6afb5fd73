namespace AgentKit;

/// <summary>What a model is to read of a session: the latest summary, where there is one, and the turns after it.</summary>
/// <param name="Summary">
/// The latest summary that still applies; one whose turns were taken back since does not. <see langword="null"/> where there is none.
/// </param>
/// <param name="Turns">The turns after the summary, in order; never a tool result without the turn that asked for it.</param>
/// <param name="OmittedTurns">
/// How many turns lie between the summary and the first of <paramref name="Turns"/>, because they were more than asked for: with more than
/// zero it is time for another summary.
/// </param>
public sealed record SessionHistory(SessionSummary? Summary, IReadOnlyList<Turn> Turns, long OmittedTurns)
{
    /// <summary>The summary's turn, if there is one, and the turns after it.</summary>
    public IReadOnlyList<Turn> Messages => Summary is null ? Turns : [Summary.Turn, .. Turns];
}
