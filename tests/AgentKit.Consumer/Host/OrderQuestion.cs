namespace Consumer;

/// <summary>What the tool is asked.</summary>
internal sealed record OrderQuestion(string Id);
