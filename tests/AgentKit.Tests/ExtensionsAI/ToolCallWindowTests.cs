using AgentKit.Extensions.AI;
using FluentAssertions;
using Microsoft.Extensions.AI;
using Xunit;

namespace AgentKit.Tests.ExtensionsAI;

public class ToolCallWindowTests
{
    [Theory]
    [InlineData(1, "u2")]
    [InlineData(2, "a:c2 t:c2 u2")]
    [InlineData(3, "a:c2 t:c2 u2")]
    [InlineData(4, "a:c1 t:c1 a:c2 t:c2 u2")]
    [InlineData(6, "u1 a:c1 t:c1 a:c2 t:c2 u2")]
    [InlineData(100, "u1 a:c1 t:c1 a:c2 t:c2 u2")]
    public void Reduce_Count_NeverSplitsACallFromItsResult(int count, string expected) =>
        Names(new ToolCallWindow(count).Reduce(Parse("s1 s2 u1 a:c1 t:c1 a:c2 t:c2 u2"))).Should().Be("s1 s2 " + expected);

    [Theory]
    [InlineData("s1 s2", "s1 s2")]
    [InlineData("", "")]
    [InlineData("t:lost u1 u2", "u2")]
    [InlineData("a:c1 u1 t:lost", "t:lost")]
    [InlineData("a:c1 t:c1 a:c1 t:c1", "a:c1 t:c1")]
    [InlineData("a:c1,c2 t:c1 a:c3 t:c2 t:c3", "a:c1,c2 t:c1 a:c3 t:c2 t:c3")]
    [InlineData("u1 q:r1 p:r1", "q:r1 p:r1")]
    [InlineData("u1 q:r1 p:r1 t:r1", "q:r1 p:r1 t:r1")]
    public void Reduce_ToTheLast_KeepsWhatItAnswers(string messages, string expected) =>
        Names(new ToolCallWindow(1).Reduce(Parse(messages))).Should().Be(expected);

    [Fact]
    public void Reduce_RandomHistories_KeepEveryAnsweredQuestion()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var messages = Parse(string.Join(' ', Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.Next(3) switch
            {
                0 => $"a:c{random.Next(5)}",
                1 => $"t:c{random.Next(5)}",
                _ => "u",
            })));
            var count = random.Next(1, messages.Count + 1);

            var window = new ToolCallWindow(count).Reduce(messages);

            window.Should().HaveCountGreaterThanOrEqualTo(Math.Min(count, messages.Count)).And.BeSubsetOf(messages);
            window.Should().Equal(messages.TakeLast(window.Count), "it is the end of the history");
            for (var i = 0; i < window.Count; i++)
            {
                foreach (var result in window[i].Contents.OfType<FunctionResultContent>())
                {
                    var isAsked = messages.Take(messages.Count - window.Count + i).Any(message => Asks(message, result.CallId));
                    window.Take(i).Any(message => Asks(message, result.CallId)).Should().Be(isAsked, "seed {0}", seed);
                }
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Constructor_LessThanOne_Throws(int count) =>
        FluentActions.Invoking(() => new ToolCallWindow(count)).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public async Task ReduceAsync_AsAReducer_IsTheSame()
    {
        IChatReducer reducer = new ToolCallWindow(1);

        Names(await reducer.ReduceAsync(Parse("u1 u2"), default)).Should().Be("u2");
        await reducer.Awaiting(r => r.ReduceAsync([], new CancellationToken(canceled: true))).Should().ThrowAsync<OperationCanceledException>();
    }

    private static bool Asks(ChatMessage message, string callId) =>
        message.Contents.OfType<FunctionCallContent>().Any(call => call.CallId == callId);

    /// <summary>s system, u user, a:ids calls, t:ids results, q:id a question for approval, p:id its answer.</summary>
    private static List<ChatMessage> Parse(string text) =>
    [
        .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word =>
        {
            var ids = word.Contains(':') ? word[(word.IndexOf(':') + 1)..].Split(',') : [];
            var message = word[0] switch
            {
                's' => new ChatMessage(ChatRole.System, word),
                'a' => new ChatMessage(ChatRole.Assistant, [.. ids.Select(id => new FunctionCallContent(id, "f"))]),
                't' => new ChatMessage(ChatRole.Tool, [.. ids.Select(id => new FunctionResultContent(id, 1))]),
                'q' => new ChatMessage(ChatRole.Assistant, [new ToolApprovalRequestContent(ids[0], new FunctionCallContent(ids[0], "f"))]),
                'p' => new ChatMessage(ChatRole.User, [new ToolApprovalResponseContent(ids[0], true, new FunctionCallContent(ids[0], "f"))]),
                _ => new ChatMessage(ChatRole.User, word),
            };
            message.MessageId = word;
            return message;
        }),
    ];

    private static string Names(IEnumerable<ChatMessage> messages) => string.Join(' ', messages.Select(message => message.MessageId));
}
