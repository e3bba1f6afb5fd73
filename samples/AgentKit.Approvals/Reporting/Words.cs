using System.Text.Json;

namespace AgentKit.Approvals.Reporting;

/// <summary>Small texts that several commands need.</summary>
internal static class Words
{
    public static string Count(long count, string one) => count == 1 ? $"1 {one}" : $"{count:N0} {one}s";

    /// <summary>In UTC, which all readers of one log share.</summary>
    public static string Time(DateTimeOffset time) => $"{time.ToUniversalTime():HH:mm:ss.f'Z'}";

    public static string Json(JsonElement? json) => json is { } value ? Printable(value.GetRawText()) : "";

    /// <summary>A text from outside on one line, without control characters, which could command the terminal.</summary>
    public static string Printable(string text) =>
        string.Concat(text.ReplaceLineEndings(" ").Where(letter => !char.IsControl(letter)));
}
