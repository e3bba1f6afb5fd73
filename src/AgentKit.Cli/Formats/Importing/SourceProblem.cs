namespace AgentKit.Cli;

/// <summary>What is wrong with a file, and where.</summary>
/// <param name="File">Its path, as it was given.</param>
/// <param name="Line">1 for the first; 0 where it is the file as a whole.</param>
/// <param name="Text">The end of a sentence that begins with the line, or a sentence where there is none. Never the content.</param>
internal sealed record SourceProblem(string File, long Line, string Text)
{
    public override string ToString() => Line == 0
        ? $"{File}: {Text}"
        : FormattableString.Invariant($"{File}({Line}): line {Line} {Text}.");
}
