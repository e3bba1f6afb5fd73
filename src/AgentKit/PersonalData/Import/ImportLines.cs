namespace AgentKit;

/// <summary>Cuts a stream into lines, in one buffer that grows to the longest line and no further than allowed.</summary>
internal sealed class ImportLines(Stream source, int maxBytes)
{
    private const int FirstBuffer = 64 * 1024;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private byte[] _buffer = new byte[Math.Min(FirstBuffer, maxBytes)];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>The line that was read last, 1 for the first.</summary>
    public long Number { get; private set; }

    /// <summary>The next line without its end, valid until the one after it; <see langword="null"/> after the last.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        Number++;
        var searched = 0;
        while (true)
        {
            var feed = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                return Take(searched + feed, skip: 1);
            }

            if (_isAtEnd)
            {
                return _start == _end ? (ReadOnlyMemory<byte>?)null : Take(_end - _start, skip: 0);
            }

            searched = _end - _start;
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private ReadOnlyMemory<byte> Take(int length, int skip)
    {
        var line = _buffer.AsMemory(_start, length);
        _start += length + skip;
        if (Number == 1 && line.Span.StartsWith(ByteOrderMark))
        {
            line = line[ByteOrderMark.Length..];
        }

        // What went through an editor or a mail may end its lines in two characters.
        return line.Span is [.., (byte)'\r'] ? line[..^1] : line;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_end >= maxBytes)
            {
                throw new ImportException(Number, FormattableString.Invariant($"is longer than the {maxBytes} bytes allowed"));
            }

            Array.Resize(ref _buffer, (int)Math.Min(2L * _buffer.Length, maxBytes));
        }

        var count = await source.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += count;
        _isAtEnd = count == 0;
    }
}
