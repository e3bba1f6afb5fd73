using System.Globalization;
using System.Text;
using Spectre.Console.Rendering;

namespace AgentKit.Cli;

/// <summary>How much of a terminal's line a text takes: East Asian characters take two cells.</summary>
internal static class Cell
{
    private const string Ellipsis = "…";

    public static int Width(string text) => new Segment(text).CellCount();

    /// <summary>The text, or as much of it as fits with an ellipsis behind it.</summary>
    public static string Cut(string text, int width)
    {
        if (Width(text) <= width)
        {
            return text;
        }

        var cut = new StringBuilder();
        var taken = 0;
        foreach (var element in Elements(text))
        {
            var next = Width(element);
            if (taken + next > width - 1)
            {
                break;
            }

            cut.Append(element);
            taken += next;
        }

        return cut.Append(Ellipsis).ToString();
    }

    private static IEnumerable<string> Elements(string text)
    {
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            yield return elements.GetTextElement();
        }
    }
}
