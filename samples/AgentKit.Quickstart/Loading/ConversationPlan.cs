using System.Text.Json;
using AgentKit.Quickstart.OpenAi;
using AgentKit.Quickstart.Reading;

namespace AgentKit.Quickstart.Loading;

/// <summary>A recorded conversation as the turns that are to be stored, and the session that they go to.</summary>
internal sealed class ConversationPlan
{
    private ConversationPlan(RecordedConversation recorded, IReadOnlyList<PlannedTurn> turns)
    {
        Recorded = recorded;
        Turns = turns;
    }

    public RecordedConversation Recorded { get; }

    public IReadOnlyList<PlannedTurn> Turns { get; }

    /// <summary>Known before the session is created: creating it twice is then creating it once, whoever comes first.</summary>
    public Guid SessionId { get; } = Guid.CreateVersion7();

    /// <summary>Why AgentKit would not store it, if so. Such a conversation is left where it is and reported as skipped.</summary>
    public string? Refusal { get; private set; }

    public IEnumerable<RecordedCall> Calls => Turns.SelectMany(turn => turn.Calls);

    public static ConversationPlan For(RecordedConversation recorded, PriceTable prices)
    {
        var meter = new UsageMeter(prices);
        var turns = recorded.Messages.Select(message => Plan(message, recorded, meter)).ToList();
        for (var i = 0; i < turns.Count; i++)
        {
            i += JoinAnswers(turns, i);
        }

        return new ConversationPlan(recorded, turns);
    }

    /// <summary>What comes after so many stored turns, or null when all are stored.</summary>
    public PlannedTurn? After(long storedTurns) => storedTurns < Turns.Count ? Turns[(int)storedTurns] : null;

    public void Refuse(string reason) => Refusal = reason;

    public NewSession ToSession() => new(SupportAgent.Id)
    {
        Id = SessionId,
        Title = Recorded.Source is { Length: <= NewSession.MaxTextLength } source ? source : null,
        Metadata = JsonSerializer.SerializeToNode(Recorded.Fields)!.AsObject(),
    };

    private static PlannedTurn Plan(JsonElement message, RecordedConversation recorded, UsageMeter meter)
    {
        var model = ModelOf(message) ?? (recorded.Fields.TryGetValue("model", out var name) ? ModelName(name) : null);
        var turn = OpenAiMessage.ToTurn(message);
        var (usage, isEstimated) = meter.Next(turn, message, model);
        return new PlannedTurn(turn with { Usage = usage, Model = turn.Role == TurnRole.Assistant ? model : null }, isEstimated);
    }

    private static string? ModelOf(JsonElement message) => message.TryGetProperty("model", out var name) ? ModelName(name) : null;

    private static string? ModelName(JsonElement name) => ToolCallReader.IsName(name) ? name.GetString() : null;

    /// <summary>Gives the calls of a turn their answers, which follow it directly.</summary>
    /// <returns>How many turns were answers.</returns>
    private static int JoinAnswers(List<PlannedTurn> turns, int at)
    {
        var uses = turns[at].Turn.Role == TurnRole.Assistant ? turns[at].Turn.Content.OfType<ToolUseBlock>().ToList() : [];
        var calls = uses.Select(use => new RecordedCall(use, Answer: null)).ToArray();
        var answers = turns.Skip(at + 1).TakeWhile(turn => TryJoin(calls, turn.Turn)).ToList();

        turns[at] = turns[at] with { Calls = calls, Answers = answers.ConvertAll(answer => answer.Turn) };
        for (var i = 0; i < answers.Count; i++)
        {
            turns[at + 1 + i] = answers[i] with { IsAnswer = true };
        }

        return answers.Count;
    }

    private static bool TryJoin(RecordedCall[] calls, Turn turn)
    {
        if (turn.Content is not [ToolResultBlock answer])
        {
            return false;
        }

        var open = Array.FindIndex(calls, call => call.Answer is null && call.Use.Id == answer.ToolUseId);
        if (open < 0)
        {
            return false;
        }

        calls[open] = calls[open] with { Answer = answer };
        return true;
    }
}
