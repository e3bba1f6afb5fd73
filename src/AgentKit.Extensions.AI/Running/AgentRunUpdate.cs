using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>Something that happens in a run while it goes on.</summary>
/// <param name="Kind">What it is, and which of the members below are there.</param>
public sealed record AgentRunUpdate(AgentRunUpdateKind Kind)
{
    /// <summary>The run that has begun.</summary>
    public Run? Run { get; init; }

    /// <summary>A piece of the model's answer, as the chat client gave it.</summary>
    public ChatResponseUpdate? Response { get; init; }

    /// <summary>The model's turn as it was committed.</summary>
    public Turn? Turn { get; init; }

    /// <summary>The call that the model asks for.</summary>
    public ToolUseBlock? Call { get; init; }

    /// <summary>What is done about the call.</summary>
    public ToolDecision? Decision { get; init; }

    /// <summary>What the model is told about the call.</summary>
    public ToolResultBlock? Result { get; init; }

    /// <summary>What came of the run.</summary>
    public AgentRunResult? Outcome { get; init; }

    /// <summary>The text of a piece of the answer; empty for other updates.</summary>
    public string Text => Response?.Text ?? "";
}
