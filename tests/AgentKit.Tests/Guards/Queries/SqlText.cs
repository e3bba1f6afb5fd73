using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AgentKit.Tests.Guards.Queries;

/// <summary>
/// A statement without its comments and the contents of its literals, taken apart at its parentheses and set operators: in a segment stands
/// what belongs together, and in place of each parenthesis the number of its block: <c>(#2)</c>.
/// </summary>
internal sealed partial class SqlText
{
    private readonly Dictionary<int, string> _blocks = [];

    public SqlText(string file)
    {
        Code = LiteralOrComment().Replace(file, part => part.Value[0] == '-' ? "" : "''");
        Split();
    }

    public string Code { get; }

    public IEnumerable<string> Segments => _blocks.Values.SelectMany(block => SetOperator().Split(block));

    public string Block(string number) => _blocks[int.Parse(number, CultureInfo.InvariantCulture)];

    /// <summary>The parts of a segment, each from its key word on: <c>FROM …</c>, <c>ON …</c>, <c>WHERE …</c>.</summary>
    public static IReadOnlyList<string> Clauses(string segment)
    {
        var starts = ClauseStart().Matches(segment).Select(match => match.Index).ToArray();
        return [.. starts.Select((start, i) => segment[start..(i + 1 < starts.Length ? starts[i + 1] : segment.Length)].Trim())];
    }

    /// <summary>Comments that share their line with code; the library drops only whole lines.</summary>
    public static IEnumerable<string> TrailingComments(string file) =>
        LiteralOrComment().Matches(file)
            .Where(part => part.Value[0] == '-' && !string.IsNullOrWhiteSpace(file[(file.LastIndexOf('\n', part.Index) + 1)..part.Index]))
            .Select(part => part.Value);

    private void Split()
    {
        List<(int Number, StringBuilder Text)> open = [(0, new StringBuilder())];
        var count = 0;
        foreach (var character in Code)
        {
            if (character == '(')
            {
                open[^1].Text.Append(CultureInfo.InvariantCulture, $"(#{++count})");
                open.Add((count, new StringBuilder()));
            }
            else if (character == ')')
            {
                Close(open);
            }
            else
            {
                open[^1].Text.Append(character);
            }
        }

        while (open.Count > 0)
        {
            Close(open);
        }
    }

    private void Close(List<(int Number, StringBuilder Text)> open)
    {
        var (number, text) = open[^1];
        open.RemoveAt(open.Count - 1);
        // FROM of "IS DISTINCT FROM" begins no clause.
        _blocks[number] = Space().Replace(text.ToString(), " ").Replace("DISTINCT FROM", "DISTINCT_FROM", StringComparison.Ordinal).Trim();
    }

    [GeneratedRegex("(?m)'(?:[^']|'')*'|--.*$")]
    private static partial Regex LiteralOrComment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"\b(?:UNION ALL|UNION|INTERSECT|EXCEPT)\b")]
    private static partial Regex SetOperator();

    [GeneratedRegex(@"\b(?:SELECT|FROM|(?:LEFT |CROSS |INNER )?JOIN|ON CONFLICT|ON|USING|WHERE|GROUP BY|HAVING|ORDER BY|LIMIT|OFFSET"
        + @"|RETURNING|DO UPDATE SET|DO NOTHING|INSERT INTO|DELETE FROM|UPDATE|SET|VALUES|FOR)\b")]
    private static partial Regex ClauseStart();
}
