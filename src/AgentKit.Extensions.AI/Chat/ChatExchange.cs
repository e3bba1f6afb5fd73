using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>One call of a model and what it answers, on its way into a session.</summary>
/// <param name="OperationId">Of its commit; made before the call.</param>
/// <param name="Turns">The new messages.</param>
/// <param name="Prompt">What the model is sent.</param>
/// <param name="Options">What it is sent with.</param>
/// <param name="BasedOn">The version of the session that the prompt was made from.</param>
/// <param name="BegunAt">A timestamp of the clock.</param>
/// <param name="Run">The run that it is, where runs are recorded.</param>
internal sealed record ChatExchange(
    Guid OperationId,
    IReadOnlyList<Turn> Turns,
    IReadOnlyList<ChatMessage> Prompt,
    ChatOptions? Options,
    long BasedOn,
    long BegunAt,
    Run? Run);
