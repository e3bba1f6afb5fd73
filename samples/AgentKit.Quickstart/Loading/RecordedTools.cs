using System.Text.Json;

namespace AgentKit.Quickstart.Loading;

/// <summary>The tools: each answers what it answered when the conversation was recorded, through the audit.</summary>
internal sealed class RecordedTools(IToolRunLog toolRuns, AgentScope scope)
{
    private static readonly JsonElement Nothing = JsonElement.Parse("null");

    /// <summary>Runs a tool that a turn has asked for. That it failed is the model's to know, not an error of this program.</summary>
    public async Task RunAsync(Session session, RecordedCall call, CancellationToken cancellationToken)
    {
        var run = new NewToolRun(session.Id, call.Use.Name, call.Use.Input)
        {
            ToolUseId = call.Use.Id,
            TurnNumber = session.TurnCount,
        };
        if (call.Answer is null)
        {
            await toolRuns.StartAsync(scope, run, cancellationToken);
            await toolRuns.CancelAsync(scope, run.Id, "The recording has no answer.", cancellationToken);
            return;
        }

        try
        {
            await toolRuns.RunAsync(scope, run, token => AnswerAsync(call.Use, call.Answer, token), cancellationToken);
        }
        catch (ToolFailedException)
        {
            // Logged by the audit; the conversation goes on with what the tool said.
        }
    }

    private static async Task<JsonElement> AnswerAsync(ToolUseBlock use, ToolResultBlock answer, CancellationToken cancellationToken)
    {
        await Task.Delay(DelayOf(use), cancellationToken);
        if (answer.IsError)
        {
            throw new ToolFailedException(use.Name, answer.Output.ToString());
        }

        return answer.Output.ValueKind == JsonValueKind.Undefined ? Nothing : answer.Output;
    }

    /// <summary>Recordings do not say how long a tool took. A few milliseconds, by its name, let runs overlap as real ones do.</summary>
    private static TimeSpan DelayOf(ToolUseBlock use) => TimeSpan.FromMilliseconds(4 + use.Name.Sum(letter => letter) % 20);
}
