using System.Security.Cryptography;
using System.Text;

namespace AgentKit.Extensions.AI;

/// <summary>UUIDs of version 7 that are not left to chance.</summary>
internal static class DerivedId
{
    /// <summary>The largest <c>sequence</c>: twelve bits.</summary>
    public const int MaxSequence = 0xFFF;

    /// <summary>A new id that comes after those of the same millisecond with a smaller sequence.</summary>
    public static Guid New(DateTimeOffset time, int sequence)
    {
        Span<byte> id = stackalloc byte[16];
        Guid.CreateVersion7(time).TryWriteBytes(id, bigEndian: true, out _);
        return WithSequence(id, sequence);
    }

    /// <summary>An id that follows from what it is for: made again, it is the same.</summary>
    public static Guid Of(DateTimeOffset time, int sequence, params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(part.Length).Append(':').Append(part);
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()), digest);
        Span<byte> id = stackalloc byte[16];
        Guid.CreateVersion7(time).TryWriteBytes(id, bigEndian: true, out _);
        digest[..8].CopyTo(id[8..]);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return WithSequence(id, sequence);
    }

    private static Guid WithSequence(Span<byte> id, int sequence)
    {
        var bits = Math.Min(sequence, MaxSequence);
        id[6] = (byte)(0x70 | (bits >> 8));
        id[7] = (byte)bits;
        return new Guid(id, bigEndian: true);
    }
}
