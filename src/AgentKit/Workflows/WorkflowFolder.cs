namespace AgentKit;

/// <summary>
/// The folder of a workflow, and the one way to a path in it: names that come from people or models do not lead out of it.
/// </summary>
/// <remarks>
/// It guards against hostile names and against links that are there when it looks. It does not guard against another process that has the right
/// to write into the folder and replaces a directory by a link between the look and the use: that takes a container or a user of its own.
/// </remarks>
/// <param name="Root">An absolute path; the folder need not exist.</param>
public sealed record WorkflowFolder(string Root)
{
    /// <summary>The absolute path of a file or folder inside, whether it exists or not.</summary>
    /// <param name="relativePath">
    /// Names with <c>/</c> between them, 1 to 500 characters. Refused are absolute paths, <c>.</c> and <c>..</c>, empty names, names that end in
    /// a dot or a space, names that Windows reserves for devices, the characters that a file name cannot hold on one of the systems
    /// (<c>\ : * ? " &lt; &gt; |</c> and controls), and links that lead out of the folder.
    /// </param>
    /// <exception cref="ArgumentNullException">The path is missing.</exception>
    /// <exception cref="WorkflowPathException">The path is refused, or <see cref="Root"/> is not absolute.</exception>
    public string Resolve(string relativePath) => throw new NotSupportedException(relativePath);
}
