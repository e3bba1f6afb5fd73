using AgentKit.Cli;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Cli.Formats;

/// <summary>Files of JSON, a value a line or over lines, and what format they are in.</summary>
public sealed class SourceFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.jsonl", "{\"a\":1}\r\n\r\n{\"a\":2}", "1,3")]
    [InlineData("a.txt", "\uFEFF{\"a\":1}\n{\"a\":2}\n", "1,2")]
    [InlineData("a.txt", "\n{\"a\":1}\n{\"a\":2}\n", "2,3")]
    [InlineData("a.json", "\uFEFF[\n{\"a\":1},{\"a\":2},\n\n{\"a\":3}]\n", "2,2,4")]
    [InlineData("a.json", "{\n\"a\":1}\n\n{\n\"a\":2}", "1,4")]
    [InlineData("a.json", "[{}]\n[{},\n{}]", "1,2,3")]
    [InlineData("a.json", "[]", "")]
    [InlineData("a.json", "", "")]
    public async Task Read_AnyShape_NumbersTheLines(string name, string text, string lines)
    {
        var items = await ReadAsync(name, text);

        items.Where(item => item.Problem is not null).Should().BeEmpty();
        string.Join(',', items.Select(item => item.Line)).Should().Be(lines);
    }

    [Fact]
    public async Task Read_ElementsOfTwoArrays_BelongToTwoDocuments() =>
        (await ReadAsync("a.json", "[{}]\n[{},\n{}]")).Select(item => item.Document).Should().Equal(1, 2, 2);

    [Theory]
    [InlineData("a.jsonl")]
    [InlineData("a.json")]
    public async Task Read_ValuesLongerThanTheBuffer_ComeWhole(string name)
    {
        var texts = Enumerable.Range(1, 5).Select(i => new string('x', i * 50_000)).ToList();
        var values = texts.Select(text => $"{{\"a\":\"{text}\"}}").ToList();

        var items = await ReadAsync(name, name.EndsWith('l') ? string.Join('\n', values) : $"[{string.Join(",\n", values)}]");

        items.Select(item => item.Json.GetProperty("a").GetString()).Should().Equal(texts);
        items.Select(item => item.Line).Should().Equal(1, 2, 3, 4, 5);
    }

    [Theory]
    [InlineData("a.jsonl")]
    [InlineData("a.json")]
    public async Task Read_AValueLongerThanAllowed_IsTheEnd(string name)
    {
        var reading = () => ReadAsync(name, $"{{\"a\":1}}\n{{\"a\":\"{new string('x', 5_000)}\"}}", maxBytes: 4_096);

        (await reading.Should().ThrowAsync<SourceException>()).Which.Should().Match<SourceException>(
            problem => problem.Line == 2 && problem.Problem.Contains("longer than the 4096 bytes"));
    }

    [Theory]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}", "openai")]
    [InlineData("[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"tool\",\"content\":\"a\"}]", "openai")]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"image_url\"}]}]}", "openai")]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"image\"}]}]}", "anthropic")]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}\n{\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\"}]}]}", "anthropic")]
    [InlineData("{\"system\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}", "anthropic")]
    [InlineData("{\"type\":\"summary\",\"summary\":\"a\",\"leafUuid\":\"b\"}", "claude-code")]
    [InlineData("{\"type\":\"user\",\"sessionId\":\"a\",\"message\":{}}", "claude-code")]
    [InlineData("{\"header\":{\"format\":\"agentkit-export\",\"version\":1}}", "agentkit")]
    [InlineData("{\"a\":1}", null)]
    [InlineData("[]", null)]
    public async Task Detect_AFile_IsItsFormat(string text, string? format)
    {
        var found = await FormatDetector.DetectAsync(Write("a.json", text), CancellationToken.None);

        (found is { } known ? ConversationFormatNames.Of(known) : null).Should().Be(format);
    }

    private async Task<List<SourceItem>> ReadAsync(string name, string text, int maxBytes = SourceBuffer.DefaultMaxBytes)
    {
        List<SourceItem> items = [];
        await foreach (var item in Write(name, text, maxBytes).ReadAsync(CancellationToken.None))
        {
            items.Add(item);
        }

        return items;
    }

    private SourceFile Write(string name, string text, int maxBytes = SourceBuffer.DefaultMaxBytes)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return new SourceFile(path, maxBytes);
    }
}
