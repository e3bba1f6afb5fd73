using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentKit.ChatApi.Surveys;
using Microsoft.Extensions.AI;

namespace AgentKit.ChatApi.Model;

/// <summary>
/// Stands in for a model, so that the sample runs anywhere: it reads the conversation as a model does, asks for the tools that it is offered,
/// and words its answer from what they say. It counts four characters as a token.
/// </summary>
internal sealed class ScriptedModel(SurveyCatalog catalog, TimeProvider time) : IChatClient
{
    public const string Name = "scripted-1";

    private const int CharactersPerToken = 4;

    /// <summary>Between two words, so that one sees the stream.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ChatMessage[] conversation = [.. messages];
        var content = Answer(conversation[^1], options);
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [content]))
        {
            ModelId = Name,
            FinishReason = content is FunctionCallContent ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop,
            Usage = new UsageDetails
            {
                InputTokenCount = conversation.Sum(message => message.Contents.Sum(Length)) / CharactersPerToken,
                OutputTokenCount = Length(content) / CharactersPerToken,
            },
        });
    }

    /// <summary>Word by word.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        if (response.Text.Length == 0)
        {
            foreach (var update in response.ToChatResponseUpdates())
            {
                yield return update;
            }

            yield break;
        }

        foreach (var word in response.Text.Split(' ').Select((word, index) => index == 0 ? word : ' ' + word))
        {
            await Task.Delay(Pace, time, cancellationToken);
            yield return new ChatResponseUpdate(ChatRole.Assistant, word) { ModelId = Name };
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(response.Usage!)]) { FinishReason = response.FinishReason };
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

        var tool = last.Text.Contains("remind", StringComparison.OrdinalIgnoreCase) ? SurveyTools.SendReminders : SurveyTools.GetSurveyProgress;
        var isOffered = options?.Tools?.Any(offered => offered.Name == tool) == true;
        return isOffered && SurveyIn(last.Text) is { } survey
            ? new FunctionCallContent($"call-{Guid.NewGuid():N}", tool, new Dictionary<string, object?> { ["survey"] = survey })
            : new TextContent($"I can say how these surveys are going: {string.Join(", ", catalog.All.Select(survey => survey.Title))}.");
    }

    /// <summary>The survey that a question is about, by a word of its id; or an id that there is not, where somebody asks for one.</summary>
    private string? SurveyIn(string question) =>
        catalog.All.FirstOrDefault(survey => question.Contains(survey.Id[..5], StringComparison.OrdinalIgnoreCase))?.Id
        ?? question.Split(' ', '?', '.', ',').FirstOrDefault(word => word.Length > 5 && word.EndsWith("-2026", StringComparison.Ordinal));

    private static string Words(FunctionResultContent result)
    {
        if (result.Result is not JsonElement { ValueKind: JsonValueKind.Object } json)
        {
            return $"That did not work: {result.Result}";
        }

        if (json.TryGetProperty("reminded", out _))
        {
            var reminder = json.Deserialize<SurveyReminder>(JsonSerializerOptions.Web)!;
            return $"{reminder.Reminded} people have been reminded of {reminder.Survey}.";
        }

        var progress = json.Deserialize<SurveyProgress>(JsonSerializerOptions.Web)!;
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
