namespace AgentKit.Quickstart.Reading;

/// <summary>A file, or a conversation in one, that was left out.</summary>
/// <param name="File">The name of the file.</param>
/// <param name="Line">The line of the problem; 0 where it is the file as a whole.</param>
/// <param name="Problem">What is wrong, as the end of a sentence.</param>
internal sealed record SkippedInput(string File, int Line, string Problem)
{
    public string Source => Line == 0 ? File : $"{File}:{Line}";
}
