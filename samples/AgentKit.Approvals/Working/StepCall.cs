using System.Text.Json;

namespace AgentKit.Approvals.Working;

/// <summary>What a tool is called with.</summary>
/// <param name="Step">
/// The step that it carries out. A worker may die after the tool has done its work and before that was noted; then the tool is called again
/// for the same step, so it gives this to whoever it asks for something as the idempotency key.
/// </param>
/// <param name="Input">What the step was given.</param>
internal sealed record StepCall(StepReference Step, JsonElement Input);
