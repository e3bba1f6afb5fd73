using System.Text.Json;
using AgentKit.Benchmarks.Baselines;
using AgentKit.Benchmarks.Server;
using BenchmarkDotNet.Attributes;

namespace AgentKit.Benchmarks.Micro;

/// <summary>The JSON of a turn's content, beside a source-generated serializer.</summary>
[MemoryDiagnoser]
public class ContentBenchmarks
{
    private readonly string[] _stored = Sample.Conversation;
    private readonly IReadOnlyList<ContentBlock>[] _blocks = [.. Sample.Conversation.Select(ContentJson.Deserialize)];
    private readonly RawBlock[][] _rawBlocks = [.. Sample.Conversation.Select(json => JsonSerializer.Deserialize(json, RawJsonContext.Default.RawBlockArray)!)];

    [Benchmark(Description = "write 4 turns")]
    public int Write() => _blocks.Sum(blocks =>
    {
        using var json = ContentJson.Serialize(blocks);
        return json.Memory.Length;
    });

    [Benchmark(Description = "write 4 turns, source-generated")]
    public int WriteRaw() => _rawBlocks.Sum(blocks => JsonSerializer.Serialize(blocks, RawJsonContext.Default.RawBlockArray).Length);

    [Benchmark(Description = "read 4 turns")]
    public int Read() => _stored.Sum(json => ContentJson.Deserialize(json).Count);

    [Benchmark(Description = "read 4 turns, source-generated")]
    public int ReadRaw() => _stored.Sum(json => JsonSerializer.Deserialize(json, RawJsonContext.Default.RawBlockArray)!.Length);
}
