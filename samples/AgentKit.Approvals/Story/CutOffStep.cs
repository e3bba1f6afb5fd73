using AgentKit.Approvals.Working;

namespace AgentKit.Approvals.Story;

/// <summary>The step that was approved and begun, and whose worker was killed.</summary>
/// <param name="Step">Which one.</param>
/// <param name="Lease">The fencing token under which it was begun.</param>
/// <param name="Paid">What the payment provider had answered.</param>
internal sealed record CutOffStep(StepReference Step, long Lease, string Paid);
