namespace AgentKit.Tests.Tasks;

internal sealed class StepModel
{
    public TaskStepStatus Status { get; set; }

    public int Attempt { get; set; } = 1;

    public long Token { get; set; }

    /// <summary>Whether it requires an approval that it does not have.</summary>
    public bool NeedsApproval { get; set; }

    public bool IsDecided { get; set; }
}
