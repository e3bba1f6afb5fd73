using System.Globalization;

namespace AgentKit.Approvals.Working;

/// <summary>
/// One step of one task, written <c>task/number</c>. People name a step by it, and the outside world is given it as the idempotency key: it
/// is the same for every attempt and every worker.
/// </summary>
internal sealed record StepReference(Guid TaskId, int Number)
{
    public static StepReference? TryParse(string text) =>
        text.Split('/') is [var task, var number]
        && Guid.TryParse(task, out var taskId)
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var stepNumber)
        && stepNumber > 0
            ? new StepReference(taskId, stepNumber)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{TaskId}/{Number}");
}
