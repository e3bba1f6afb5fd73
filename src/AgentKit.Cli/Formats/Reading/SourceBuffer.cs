using System.Globalization;

namespace AgentKit.Cli;

/// <summary>The unread part of a stream, in one buffer that grows to the longest value and no further than allowed.</summary>
internal sealed class SourceBuffer(Stream source, int maxBytes)
{
    /// <summary>The longest line or value: what may come of it is held in memory several times.</summary>
    public const int DefaultMaxBytes = 256 * 1024 * 1024;

    private const int FirstBuffer = 64 * 1024;

    private byte[] _buffer = new byte[Math.Min(FirstBuffer, maxBytes)];
    private int _start;
    private int _end;

    public bool IsAtEnd { get; private set; }

    /// <summary>The line of the first unread byte, 1 for the first.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>How many bytes are read.</summary>
    public long Position { get; private set; }

    /// <summary>What is there, valid until more is asked for.</summary>
    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    public void Skip(int count)
    {
        Line += Unread[..count].Count((byte)'\n');
        Position += count;
        _start += count;
    }

    /// <summary>Reads more behind what is there. In a full buffer twice as much: what needs all of it is not looked at too often.</summary>
    public async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            Unread.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_end >= maxBytes)
            {
                throw new SourceException(
                    Line, string.Create(CultureInfo.InvariantCulture, $"begins a value longer than the {maxBytes} bytes allowed"));
            }

            Array.Resize(ref _buffer, (int)Math.Min(2L * _buffer.Length, maxBytes));
        }

        var count = await source.ReadAtLeastAsync(_buffer.AsMemory(_end), _buffer.Length - _end, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        IsAtEnd = count < _buffer.Length - _end;
        _end += count;
        if (Position == 0 && Unread.StartsWith("\uFEFF"u8))
        {
            (_start, Position) = (_start + 3, 3);
        }
    }
}
