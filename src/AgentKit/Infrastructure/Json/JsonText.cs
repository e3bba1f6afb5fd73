using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace AgentKit.Infrastructure;

/// <summary>
/// Builds JSON as the string the database driver takes, in one pooled buffer. Utf8JsonWriter is not used for what is stored: even its
/// most relaxed encoder escapes emoji (12 bytes for 4) and no-break spaces, and it costs two more objects and a conversion.
/// Strings must have passed <see cref="TextGuard"/>. Dispose it, or the buffer is not reused.
/// </summary>
internal ref struct JsonText(int capacity)
{
    // RFC 8259 asks for these to be escaped, and for nothing else.
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000a\u000b\u000c\u000d\u000e\u000f"
        + "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    private char[] _buffer = ArrayPool<char>.Shared.Rent(capacity);
    private int _length;

    /// <summary>Appends JSON as it is.</summary>
    internal void Raw(scoped ReadOnlySpan<char> json)
    {
        json.CopyTo(Reserve(json.Length));
        _length += json.Length;
    }

    /// <summary>Appends the element's own text: spelling of numbers, order and repetition of keys, white space.</summary>
    internal void Raw(JsonElement json)
    {
        var utf8 = JsonMarshal.GetRawUtf8Value(json);
        _length += Encoding.UTF8.GetChars(utf8, Reserve(utf8.Length));
    }

    internal void Number(double value)
    {
        Span<char> digits = stackalloc char[32];
        value.TryFormat(digits, out var written, provider: CultureInfo.InvariantCulture);
        Raw(digits[..written]);
    }

    /// <summary>Appends a text in quotes.</summary>
    internal void Quoted(scoped ReadOnlySpan<char> text)
    {
        Raw("\"");
        for (var at = text.IndexOfAny(Escaped); at >= 0; at = text.IndexOfAny(Escaped))
        {
            Raw(text[..at]);
            Escape(text[at]);
            text = text[(at + 1)..];
        }

        Raw(text);
        Raw("\"");
    }

    public override readonly string ToString() => new(_buffer, 0, _length);

    /// <summary>Hands the buffer over to whoever disposes it.</summary>
    internal PooledText Detach()
    {
        var text = new PooledText(_buffer, _length);
        _buffer = [];
        _length = 0;
        return text;
    }

    internal void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        _length = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private void Escape(char character)
    {
        switch (character)
        {
            case '"': Raw("\\\""); break;
            case '\\': Raw("\\\\"); break;
            case '\n': Raw("\\n"); break;
            case '\r': Raw("\\r"); break;
            case '\t': Raw("\\t"); break;
            default:
                Span<char> digits = stackalloc char[4];
                ((int)character).TryFormat(digits, out _, "x4", CultureInfo.InvariantCulture);
                Raw("\\u");
                Raw(digits);
                break;
        }
    }

    private Span<char> Reserve(int count)
    {
        if (_buffer.Length - _length < count)
        {
            var larger = ArrayPool<char>.Shared.Rent(checked(Math.Max(_length + count, _buffer.Length * 2)));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<char>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsSpan(_length);
    }
}
