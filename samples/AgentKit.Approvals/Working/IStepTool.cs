using System.Text.Json;

namespace AgentKit.Approvals.Working;

/// <summary>What a worker can do. Steps name the tool that they run.</summary>
internal interface IStepTool
{
    string Name { get; }

    /// <summary>
    /// Does it, or finds that it was done. What it throws fails the step, with the message as the reason; so does an output that cannot be
    /// kept, for which see <see cref="ContentLimits.ToolPayloadBytes"/>.
    /// </summary>
    Task<JsonElement> RunAsync(StepCall call, CancellationToken cancellationToken);
}
