using System.Text.Json;
using AgentKit.Tests.Content;
using Microsoft.Extensions.AI;

namespace AgentKit.Tests.ExtensionsAI;

/// <summary>Messages with contents of every kind and awkward values; the same seed gives the same messages.</summary>
internal sealed class RandomMessages(int seed)
{
    private readonly Random _random = new(seed);
    private readonly RandomContent _values = new(seed);

    /// <summary>One maker per kind of content.</summary>
    private Func<AIContent>[] Makers =>
    [
        () => new TextContent(Text()),
        () => new TextReasoningContent(Text()) { ProtectedData = Maybe(Text) },
        () => new DataContent(Bytes(), "image/png") { Name = Maybe(Text) },
        () => new UriContent("https://example.org/a%20b?c=d#e", "image/*"),
        () => new UsageContent(Usage()),
        () => new ErrorContent(Text()) { ErrorCode = Maybe(Text), Details = Maybe(Text) },
        Call,
        Result,
        () => new ToolCallContent(Id()),
        () => new ToolResultContent(Id()),
        () => new ToolApprovalRequestContent(Id(), Call()),
        () => new ToolApprovalResponseContent(Id(), Chance(), Call()) { Reason = Maybe(Text) },
        () => new HostedFileContent(Id()) { MediaType = "text/plain", Name = Maybe(Text), SizeInBytes = 12 },
        () => new HostedVectorStoreContent(Id()),
        () => new McpServerToolCallContent(Id(), "tool", "server") { Arguments = Maybe(Arguments) },
        () => new McpServerToolResultContent(Id()) { Outputs = Maybe(Outputs) },
        () => new WebSearchToolCallContent(Id()) { Queries = Maybe<IList<string>>(() => [Text(), Text()]) },
        () => new WebSearchToolResultContent(Id()) { Outputs = Maybe(Outputs) },
        () => new CodeInterpreterToolCallContent(Id()) { Inputs = Maybe(Outputs) },
        () => new CodeInterpreterToolResultContent(Id()) { Outputs = Maybe(Outputs) },
        () => new ImageGenerationToolCallContent(Id()),
        () => new ImageGenerationToolResultContent(Id()) { Outputs = Maybe(Outputs) },
        () => new AIContent(),
    ];

    public static int Kinds => new RandomMessages(0).Makers.Length;

    /// <summary>One content of a kind, with whatever any content may have.</summary>
    public AIContent Content(int kind)
    {
        var content = Makers[kind]();
        content.AdditionalProperties = Maybe(Additional);
        content.Annotations = Maybe<IList<AIAnnotation>>(() =>
        [
            new CitationAnnotation
            {
                Title = Text(),
                Url = new Uri("https://example.org/"),
                Snippet = Maybe(Text),
                AnnotatedRegions = Maybe<IList<AnnotatedRegion>>(() => [new TextSpanAnnotatedRegion { StartIndex = 1, EndIndex = 2 }]),
                AdditionalProperties = Maybe(Additional),
            },
        ]);
        content.RawRepresentation = new object();
        return content;
    }

    public ChatMessage Message() => new()
    {
        Role = new ChatRole(Pick(["system", "user", "assistant", "tool", "developer", "critic"])),
        Contents = [.. Enumerable.Range(0, _random.Next(5)).Select(_ => Content(_random.Next(Kinds)))],
        AuthorName = Maybe(() => Pick(["Ana", "", " ", new string('é', 300)])),
        CreatedAt = Maybe<DateTimeOffset?>(() => Pick([
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, 7, TimeSpan.FromHours(-5)),
            new DateTimeOffset(639_000_000_000_000_003, TimeSpan.Zero),
        ])),
        MessageId = Maybe(Text),
        AdditionalProperties = Maybe(Additional),
        RawRepresentation = new object(),
    };

    public UsageDetails Usage() => new()
    {
        InputTokenCount = Maybe<long?>(() => _random.Next(1_000)),
        OutputTokenCount = Maybe<long?>(() => _random.Next(1_000)),
        TotalTokenCount = Maybe<long?>(() => _random.Next(1_000)),
        CachedInputTokenCount = Maybe<long?>(() => _random.Next(1_000)),
        ReasoningTokenCount = Maybe<long?>(() => _random.Next(1_000)),
        AdditionalCounts = Maybe(() => new AdditionalPropertiesDictionary<long> { ["audio"] = 3 }),
    };

    private FunctionCallContent Call() => new(Id(), "tool" + Text(), Maybe(Arguments)) { InformationalOnly = Chance() };

    private FunctionResultContent Result() => new(Id(), Pick<Func<object?>>(
    [
        () => null,
        () => Text(),
        () => 1.10m,
        () => new { A = 1, B = Text() },
        () => _values.Json(),
        () => JsonElement.Parse("null"),
        () => new TextContent(Text()),
        () => Outputs(),
        () => new Dictionary<string, object?> { ["$type"] = "text", ["text"] = "not a content" },
    ])());

    private IDictionary<string, object?> Arguments() =>
        new Dictionary<string, object?> { ["a"] = 1, ["A"] = null, ["text"] = Text(), ["json"] = _values.Json(), ["list"] = new[] { 1, 2 } };

    private IList<AIContent> Outputs() => [new TextContent(Text()), new DataContent(Bytes(), "image/png"), Call()];

    private AdditionalPropertiesDictionary Additional() => Pick<AdditionalPropertiesDictionary>(
    [
        [],
        new() { ["text"] = Text(), ["n"] = 17, ["none"] = null },
        new() { ["type"] = "t", ["$type"] = "t", ["content"] = 1, ["json"] = _values.Json(), ["$ai"] = "mine" },
    ]);

    private byte[] Bytes()
    {
        var bytes = new byte[_random.Next(8)];
        _random.NextBytes(bytes);
        return bytes;
    }

    private string Id() => "id" + _values.Text();

    private string Text() => _values.Text();

    private bool Chance() => _random.Next(2) == 0;

    private T? Maybe<T>(Func<T> make) => Chance() ? make() : default;

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}
