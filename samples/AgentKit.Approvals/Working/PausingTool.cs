using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace AgentKit.Approvals.Working;

/// <summary>
/// Does the work and then never returns, so that there is time to kill the worker at the worst of all moments: the work is done, and nobody
/// has noted it.
/// </summary>
internal sealed class PausingTool(IStepTool tool, ILogger log) : IStepTool
{
    public string Name => tool.Name;

    public async Task<JsonElement> RunAsync(StepCall call, CancellationToken cancellationToken)
    {
        var output = await tool.RunAsync(call, cancellationToken);
        WorkerLog.Pauses(log, call.Step.Number, Name, output.GetRawText());
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return output;
    }
}
