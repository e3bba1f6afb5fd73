using System.Text.Json;

namespace AgentKit.Cli;

/// <summary>One JSON value of a file: a line, an element of an array, or a whole document.</summary>
/// <param name="Line">Where it begins, 1 for the first line.</param>
/// <param name="End">How many bytes of the file are read when it is.</param>
/// <param name="Document">Which of the file's documents it belongs to: elements of one array share it.</param>
/// <param name="IsElement">Whether it is an element of an array that is the document.</param>
/// <param name="Json">The value; undefined where there is a problem.</param>
/// <param name="Problem">What is wrong, as the end of a sentence, or null.</param>
internal readonly record struct SourceItem(long Line, long End, long Document, bool IsElement, JsonElement Json, string? Problem);
