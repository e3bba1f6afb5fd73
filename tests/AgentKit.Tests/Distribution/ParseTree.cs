using System.Globalization;

namespace AgentKit.Tests.Distribution;

/// <summary>
/// A node of the tree that PostgreSQL makes of a statement, as it prints it under <c>debug_print_parse</c>: names, columns and functions are resolved.
/// A node with a tag has fields; a list has items; everything else is a text.
/// </summary>
internal sealed class ParseTree
{
    private static readonly ParseTree Nothing = new();

    private readonly Dictionary<string, ParseTree> _fields = new(StringComparer.Ordinal);
    private readonly List<ParseTree> _items = [];

    private ParseTree(string tag = "", string text = "") => (Tag, Text) = (tag, text);

    public string Tag { get; }

    public string Text { get; }

    public IReadOnlyList<ParseTree> Items => _items;

    public IEnumerable<ParseTree> Children => _items.Concat(_fields.Values);

    public ParseTree this[string field] => _fields.TryGetValue(field, out var value) ? value : Nothing;

    public static ParseTree Parse(string text)
    {
        var position = 0;
        return Read(text, ref position);
    }

    public int Number(string field) => int.TryParse(this[field].Text, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>The node and all that is below it; what <paramref name="stop"/> names is given, but not what is below it.</summary>
    public IReadOnlyList<ParseTree> All(Func<ParseTree, bool>? stop = null)
    {
        List<ParseTree> found = [];
        Add(this);
        return found;

        void Add(ParseTree node)
        {
            found.Add(node);
            if (stop?.Invoke(node) == true)
            {
                return;
            }

            foreach (var child in node.Children)
            {
                Add(child);
            }
        }
    }

    private static ParseTree Read(string text, ref int position)
    {
        Skip(text, ref position);
        return text[position] switch
        {
            '{' => ReadNode(text, ref position),
            '(' => ReadList(text, ref position),
            _ => new ParseTree(text: ReadToken(text, ref position)),
        };
    }

    private static ParseTree ReadNode(string text, ref int position)
    {
        position++;
        var node = new ParseTree(ReadToken(text, ref position));
        for (Skip(text, ref position); text[position] != '}'; Skip(text, ref position))
        {
            var name = ReadToken(text, ref position)[1..];
            node._fields[name] = Read(text, ref position);

            // The bytes of a constant follow its length.
            for (Skip(text, ref position); text[position] is not (':' or '}'); Skip(text, ref position))
            {
                Read(text, ref position);
            }
        }

        position++;
        return node;
    }

    private static ParseTree ReadList(string text, ref int position)
    {
        position++;
        var list = new ParseTree();
        for (Skip(text, ref position); text[position] != ')'; Skip(text, ref position))
        {
            list._items.Add(Read(text, ref position));
        }

        position++;
        return list;
    }

    private static string ReadToken(string text, ref int position)
    {
        Skip(text, ref position);
        var start = position;
        if (text[position] == '"')
        {
            for (position++; text[position] != '"'; position++)
            {
                position += text[position] == '\\' ? 1 : 0;
            }

            position++;
            return text[(start + 1)..(position - 1)];
        }

        while (position < text.Length && !char.IsWhiteSpace(text[position]) && text[position] is not ('{' or '}' or '(' or ')'))
        {
            position += text[position] == '\\' ? 2 : 1;
        }

        return text[start..position];
    }

    private static void Skip(string text, ref int position)
    {
        while (char.IsWhiteSpace(text[position]))
        {
            position++;
        }
    }
}
