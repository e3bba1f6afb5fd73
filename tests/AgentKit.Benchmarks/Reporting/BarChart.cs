using System.Globalization;
using System.Net;
using System.Text;

namespace AgentKit.Benchmarks.Reporting;

/// <summary>Horizontal bars as SVG: no background, colours that suit a light and a dark page, as wide as a README.</summary>
internal static class BarChart
{
    private const int Width = 840;
    private const int LabelWidth = 210;
    private const int BarWidth = 450;
    private const int RowHeight = 26;
    private const int BarHeight = 18;
    private const int HeadHeight = 58;
    private const int GroupHeight = 30;

    private const string Styles = """
          <style>
            text { font: 13px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #24292f; }
            .title { font-size: 16px; font-weight: 600; }
            .note, .group { fill: #57606a; }
            .group { font-weight: 600; }
            .bar { fill: #8c959f; }
            .own { fill: #0969da; }
            @media (prefers-color-scheme: dark) {
              text { fill: #e6edf3; }
              .note, .group { fill: #9198a1; }
              .bar { fill: #656c76; }
              .own { fill: #4493f8; }
            }
          </style>
        """;

    public static string Draw(string title, string note, IReadOnlyList<(string Name, IReadOnlyList<Bar> Bars)> groups)
    {
        var height = HeadHeight + groups.Sum(group => GroupHeight + (group.Bars.Count * RowHeight)) + 8;
        var longest = groups.SelectMany(group => group.Bars).Max(bar => bar.Value);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" width="{Width}" role="img" aria-label="{Escape(title)}">
            {Styles}
              <text class="title" x="0" y="18">{Escape(title)}</text>
              <text class="note" x="0" y="40">{Escape(note)}</text>

            """);

        var y = HeadHeight;
        foreach (var (name, bars) in groups)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""  <text class="group" x="0" y="{y + 16}">{Escape(name)}</text>{"\n"}""");
            y += GroupHeight;
            foreach (var bar in bars)
            {
                Append(svg, bar, y, longest);
                y += RowHeight;
            }
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Append(StringBuilder svg, Bar bar, int y, double longest)
    {
        var length = Math.Max(1.5, bar.Value / longest * BarWidth);
        svg.Append(CultureInfo.InvariantCulture, $"""
              <text x="{LabelWidth}" y="{y + 14}" text-anchor="end">{Escape(bar.Label)}</text>
              <rect class="{(bar.IsOwn ? "own" : "bar")}" x="{LabelWidth + 10}" y="{y}" width="{length:0.#}" height="{BarHeight}" rx="2"/>
              <text x="{LabelWidth + 18 + length:0.#}" y="{y + 14}">{Escape(bar.Text)}</text>

            """);
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
