using System.Globalization;
using Spectre.Console.Rendering;

namespace AgentKit.Cli;

/// <summary>How much of a terminal's line a text takes: East Asian characters take two cells.</summary>
internal static class Cell
{
    private const string Ellipsis = "…";

    public static int Width(string text) => new Segment(text).CellCount();

    /// <summary>The text, or as much of it as fits with an ellipsis behind it.</summary>
    public static string Cut(string text, int width) =>
        Width(text) <= width ? text : width < 1 ? "" : string.Concat(text.AsSpan(0, Fitting(text, 0, width - 1, least: 0)), Ellipsis);

    /// <summary>
    /// How many characters fit from there on, whole text elements only; one at least, so that whoever breaks a text gets on. Looks no further
    /// than the width.
    /// </summary>
    public static int Fitting(string text, int start, int width) => Fitting(text, start, width, least: 1);

    private static int Fitting(string text, int start, int width, int least)
    {
        var (taken, end, count) = (0, 0, 0);
        var elements = StringInfo.GetTextElementEnumerator(text, start);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            taken += Width(element);
            if (taken > width && count >= least)
            {
                break;
            }

            end += element.Length;
            count++;
        }

        return end;
    }
}
