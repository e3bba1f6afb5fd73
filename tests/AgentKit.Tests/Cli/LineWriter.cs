using System.Collections.Concurrent;
using System.Text;

namespace AgentKit.Tests.Cli;

/// <summary>Lines that can be read while they are being written.</summary>
internal sealed class LineWriter : TextWriter
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public override Encoding Encoding => Encoding.UTF8;

    public override void WriteLine(string? value) => _lines.Enqueue(value ?? "");
}
