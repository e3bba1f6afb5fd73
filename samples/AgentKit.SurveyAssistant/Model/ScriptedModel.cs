using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentKit.SurveyAssistant.Surveys;
using Microsoft.Extensions.AI;

namespace AgentKit.SurveyAssistant.Model;

/// <summary>
/// Stands in for a model, so that the sample runs anywhere: it reads the conversation as a model does, asks for the tool that it is
/// offered, and
/// words its answer from what the tool says. It counts four characters as a token.
/// </summary>
internal sealed class ScriptedModel(SurveyCatalog catalog) : IChatClient
{
    private const int CharactersPerToken = 4;

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ChatMessage[] conversation = [.. messages];
        var content = Answer(conversation[^1], options);
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [content]))
        {
            ModelId = "scripted-1",
            FinishReason = content is FunctionCallContent ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop,
            Usage = new UsageDetails
            {
                InputTokenCount = conversation.Sum(message => message.Contents.Sum(Length)) / CharactersPerToken,
                OutputTokenCount = Length(content) / CharactersPerToken,
            },
        });
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private AIContent Answer(ChatMessage last, ChatOptions? options)
    {
        if (last.Contents.OfType<FunctionResultContent>().LastOrDefault() is { } result)
        {
            return new TextContent(Words(result));
        }

        var isOffered = options?.Tools?.Any(tool => tool.Name == SurveyTools.GetSurveyProgress) == true;
        return isOffered && SurveyIn(last.Text) is { } survey
            ? new FunctionCallContent(
                $"call-{Guid.NewGuid():N}", SurveyTools.GetSurveyProgress, new Dictionary<string, object?> { ["survey"] = survey })
            : new TextContent($"I can say how these surveys are going: {string.Join(", ", catalog.All.Select(survey => survey.Title))}.");
    }

    /// <summary>The survey that a question is about, by a word of its id; or an id that there is not, where somebody asks for
    /// one.</summary>
    private string? SurveyIn(string question) =>
        catalog.All.FirstOrDefault(survey => question.Contains(survey.Id[..5], StringComparison.OrdinalIgnoreCase))?.Id
        ?? question.Split(' ', '?', '.', ',').FirstOrDefault(word => word.Length > 5 && word.EndsWith("-2026", StringComparison.Ordinal));

    private static string Words(FunctionResultContent result)
    {
        if (result.Result is not JsonElement { ValueKind: JsonValueKind.Object } json
            || json.Deserialize<SurveyProgress>(JsonSerializerOptions.Web) is not { Title: not null } progress)
        {
            return $"I could not find out: {result.Result}";
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Answered} of {progress.Invited} people ({progress.Percent} %) have answered \"{progress.Title}\". "
            + $"It closes on {progress.ClosesOn:O}; furthest behind is {progress.FurthestBehind}.");
    }

    private static int Length(AIContent content) => content switch
    {
        TextContent text => text.Text.Length,
        FunctionCallContent call => call.Name.Length + JsonSerializer.Serialize(call.Arguments).Length,
        FunctionResultContent result => result.Result?.ToString()?.Length ?? 0,
        _ => 0,
    };
}
