namespace AgentKit.Cli;

/// <summary>A file cannot be read on: everything after this line is lost.</summary>
internal sealed class SourceException(long line, string problem) : Exception($"Line {line} {problem}.")
{
    /// <summary>1 for the first.</summary>
    public long Line => line;

    /// <summary>What is wrong, as the end of a sentence that begins with the line. Never the content.</summary>
    public string Problem => problem;
}
