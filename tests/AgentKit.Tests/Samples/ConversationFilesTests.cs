using System.Text;
using AgentKit.Quickstart;
using AgentKit.Quickstart.Reading;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Samples;

public sealed class ConversationFilesTests : IDisposable
{
    private const string Message = """{"role":"user","content":"Hi"}""";

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("a.json", $"[{Message},{Message}]", 1)]
    [InlineData("a.json", $$"""{"id":1,"messages":[{{Message}}]}""", 1)]
    [InlineData("a.json", $$"""[{"messages":[{{Message}}]},[{{Message}}]]""", 2)]
    [InlineData("a.json", $"\uFEFF[{Message}]", 1)]
    [InlineData("a.jsonl", $$"""{"messages":[{{Message}}]}{{"\n"}}[{{Message}}]{{"\r\n\r\n"}}[{{Message}}]""", 3)]
    [InlineData("a.ndjson", $"[{Message}]\n", 1)]
    [InlineData("lines.json", $"[{Message}]\n[{Message}]\n", 2)]
    [InlineData("pretty.jsonl", $"[\n{Message}\n]\n", 1)]
    public void Read_OfEachShape_FindsTheConversations(string file, string content, int conversations)
    {
        var set = Read(file, content);

        set.Skipped.Should().BeEmpty();
        set.Conversations.Should().HaveCount(conversations);
        set.Conversations.Should().OnlyContain(conversation => conversation.Messages.Count > 0);
    }

    [Theory]
    [InlineData("a.json", $"[\n{Message},\n{{\"role\":\"user\" \"content\":1}}\n]", 3, "is not valid JSON")]
    [InlineData("a.json", $"[\n{Message},\n{{\"content\":\"x\"}}\n]", 3, "message 2 has no \"role\"")]
    [InlineData("a.json", $"[\n[{Message}],\n{{\"id\":7}},\n[{Message}]]", 3, "has no \"messages\"")]
    [InlineData("a.json", $"[{Message},\n\"text\"]", 2, "message 2 is not an object")]
    [InlineData("a.json", "[]", 1, "has no messages")]
    [InlineData("a.json", "", 1, "is not valid JSON")]
    [InlineData("a.jsonl", $"[{Message}]\n[{Message}\n[{Message}]\n", 2, "is not valid JSON")]
    [InlineData("a.jsonl", $"[{Message}]\n\n{Message}\n", 3, "is a single message")]
    [InlineData("a.jsonl", $"[{Message}]\n{{\"messages\":5}}\n", 2, "is a number where an array of messages is expected")]
    [InlineData("a.jsonl", $"[{Message}]\n[{{\"role\":\"critic\"}}]\n", 2, "has the role \"critic\"")]
    [InlineData("a.jsonl", $"[{Message}]\n[{{\"role\":\"user\",\"role\":\"tool\"}}]\n", 2, "Duplicate property 'role'")]
    [InlineData("a.jsonl", $"[{Message}]\n[{{\"role\":\"user\",\"content\":\"\\u0000\"}}]\n", 2, "message 1 holds the character U+0000")]
    [InlineData("a.jsonl", $"[{Message}]\n[{{\"role\":\"user\",\"content\":\"\\ud800\"}}]\n", 2, "half of a surrogate pair")]
    public void Read_WithSomethingWrong_SaysWhereAndWhatAndReadsTheRest(string file, string content, int line, string problem)
    {
        var good = Path.Combine(_folder.FullName, "good.json");
        File.WriteAllText(good, $"[{Message}]");

        var set = Read(file, content);

        set.Skipped.Should().ContainSingle().Which.Should().Match<SkippedInput>(input => input.File == file && input.Line == line)
            .And.Match<SkippedInput>(input => input.Problem.Contains(problem));
        ConversationFiles.Read([_folder.FullName]).Conversations.Should().Contain(conversation => conversation.File == "good.json");
    }

    [Fact]
    public void Read_OfAFileThatIsNotUtf8_SkipsIt()
    {
        var path = Path.Combine(_folder.FullName, "utf16.json");
        File.WriteAllText(path, $"[{Message}]", Encoding.Unicode);

        ConversationFiles.Read([path]).Skipped.Should().ContainSingle().Which.Problem.Should().Be("is not UTF-8 text");
    }

    [Fact]
    public void Read_OfAPathThatIsNotThere_SaysSo()
    {
        var read = () => ConversationFiles.Read([Path.Combine(_folder.FullName, "none")]);

        read.Should().Throw<UsageException>().WithMessage("*none*");
    }

    [Fact]
    public void Read_OfTheShippedConversations_SkipsNothing()
    {
        var set = ConversationFiles.Read([CommandLine.ShippedConversations]);

        set.Skipped.Should().BeEmpty();
        set.Conversations.Should().HaveCount(8);
        set.Conversations.SelectMany(conversation => conversation.Messages).Should().HaveCount(76);
    }

    public void Dispose() => _folder.Dispose();

    private ConversationSet Read(string file, string content)
    {
        var path = Path.Combine(_folder.FullName, file);
        File.WriteAllText(path, content);
        return ConversationFiles.Read([path]);
    }
}
