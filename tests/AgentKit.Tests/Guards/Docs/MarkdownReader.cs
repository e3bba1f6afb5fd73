using System.Text.RegularExpressions;

namespace AgentKit.Tests.Guards.Docs;

/// <summary>Finds the blocks of C# in a document. One that claims something unknown is a mistake: it would never be checked.</summary>
internal static partial class MarkdownReader
{
    private static readonly string[] Languages = ["csharp", "cs", "c#"];

    public static IReadOnlyList<CodeBlock> Read(string file, string markdown)
    {
        List<CodeBlock> blocks = [];
        var lines = markdown.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var fence = Fence().Match(lines[i]);
            if (!fence.Success)
            {
                continue;
            }

            var indent = fence.Groups["indent"].Length;
            var start = i + 1;
            var end = Array.FindIndex(lines, start, line => IsEnd(line, fence.Groups["fence"].Value));
            if (end < 0)
            {
                throw new FormatException($"{file}({i + 1}): the block is never closed.");
            }

            if (KindOf(file, i + 1, fence.Groups["info"].Value.Trim()) is { } kind)
            {
                var code = lines[start..end].Select(line => line[Math.Min(indent, line.Length - line.TrimStart(' ').Length)..]);
                blocks.Add(new(file, start + 1, kind, string.Join('\n', code)));
            }

            i = end;
        }

        return blocks;
    }

    private static bool IsEnd(string line, string fence)
    {
        var text = line.Trim();
        return text.Length >= fence.Length && text.All(character => character == fence[0]);
    }

    private static CodeBlockKind? KindOf(string file, int line, string info)
    {
        var words = info.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || !Languages.Contains(words[0].ToLowerInvariant()))
        {
            return null;
        }

        return words switch
        {
            ["csharp"] => CodeBlockKind.Program,
            ["csharp", "snippet"] => CodeBlockKind.Snippet,
            ["csharp", "run"] => CodeBlockKind.Run,
            _ => throw new FormatException($"{file}({line}): '{info}' is to be 'csharp', 'csharp snippet' or 'csharp run'."),
        };
    }

    [GeneratedRegex("^(?<indent> *)(?<fence>`{3,}|~{3,})(?<info>[^`]*)$")]
    private static partial Regex Fence();
}
