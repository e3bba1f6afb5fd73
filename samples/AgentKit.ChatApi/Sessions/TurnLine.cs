namespace AgentKit.ChatApi.Sessions;

/// <summary>A turn, as a chat window shows it.</summary>
/// <param name="Number">1 for the first of the session.</param>
/// <param name="Role">Who speaks.</param>
/// <param name="Text">What is said; empty where the model only asks for tools.</param>
/// <param name="Tools">The tools that the model asks for.</param>
/// <param name="CreatedAt">When.</param>
internal sealed record TurnLine(long Number, TurnRole Role, string Text, IReadOnlyList<string> Tools, DateTimeOffset? CreatedAt)
{
    public static TurnLine Of(Turn turn) =>
        new(turn.Number, turn.Role, turn.Text, [.. turn.Content.OfType<ToolUseBlock>().Select(call => call.Name)], turn.CreatedAt);
}
