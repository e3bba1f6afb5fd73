using System.Text.Json;

namespace AgentKit.Tests.Cli;

/// <summary>What the tool wrote and said to the shell.</summary>
internal sealed record ToolOutcome(int ExitCode, string Output, string Errors)
{
    /// <summary>The output, which must be one JSON document and nothing else.</summary>
    public JsonElement Json => JsonElement.Parse(Output);

    public IReadOnlyList<string> Lines => Output.TrimEnd('\n').Split('\n');

    /// <summary>The output as JSON lines.</summary>
    public IReadOnlyList<JsonElement> JsonLines => [.. Lines.Where(line => line.Length > 0).Select(line => JsonElement.Parse(line))];
}
