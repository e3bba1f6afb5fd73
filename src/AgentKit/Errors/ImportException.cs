using System.Globalization;

namespace AgentKit;

/// <summary>What was to be imported is not a whole export, or does not fit what is there. Nothing of its content is in the message.</summary>
/// <param name="line">The line it stands in, 1 for the first; for what is missing, the line where it should have stood.</param>
/// <param name="problem">What is wrong, as the end of a sentence that begins with the line.</param>
/// <param name="innerException">The cause, or none.</param>
public sealed class ImportException(long line, string problem, Exception? innerException = null)
    : AgentKitException(string.Create(CultureInfo.InvariantCulture, $"Line {line} of the import {problem}."), innerException)
{
    /// <summary>The line it stands in, 1 for the first.</summary>
    public long Line { get; } = line;

    /// <summary>What is wrong, as the end of a sentence: "is not strict JSON".</summary>
    public string Problem { get; } = problem;

    /// <inheritdoc />
    public override ErrorCategory Category => ErrorCategory.InvalidInput;

    /// <inheritdoc />
    public override bool IsRetryable => false;
}
