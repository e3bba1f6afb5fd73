namespace AgentKit.Tests.Guards.Docs;

/// <summary>What a block of C# in a document claims to be.</summary>
internal enum CodeBlockKind
{
    /// <summary><c>csharp</c>: a whole file, with its using directives.</summary>
    Program,

    /// <summary><c>csharp snippet</c>: goes on from a program with scope, session and stores; see <see cref="SnippetContext"/>.</summary>
    Snippet,

    /// <summary><c>csharp run</c>: a whole program that also runs, against the database that AGENTKIT_CONNECTION_STRING names.</summary>
    Run,
}

/// <summary>One fenced block of C# in a document.</summary>
/// <param name="File">The document, relative to the root of the repository.</param>
/// <param name="Line">The line of its first line of code, from 1.</param>
/// <param name="Kind">What it claims to be.</param>
/// <param name="Code">Its lines.</param>
internal sealed record CodeBlock(string File, int Line, CodeBlockKind Kind, string Code)
{
    public override string ToString() => $"{File}({Line})";
}
