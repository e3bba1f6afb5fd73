namespace AgentKit.Quickstart.Reporting;

/// <summary>Small texts that several parts of the report need.</summary>
internal static class Words
{
    public static string Count(long count, string one, string? many = null) => count == 1 ? $"1 {one}" : $"{count:N0} {many ?? one + "s"}";

    public static string Milliseconds(TimeSpan? duration) => duration is { } time ? $"{time.TotalMilliseconds:N1} ms" : "";

    /// <summary>
    /// A text from outside on one line: cut, and without control characters, which could command the terminal. It goes into Spectre's Text
    /// and Paragraph, never into markup, where its brackets would mean something.
    /// </summary>
    public static string Short(string text, int length)
    {
        var line = string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        line = string.Concat(line.Where(letter => !char.IsControl(letter)));
        if (line.Length <= length)
        {
            return line;
        }

        var end = char.IsHighSurrogate(line[length - 2]) ? length - 2 : length - 1;
        return line[..end].TrimEnd() + "…";
    }
}
