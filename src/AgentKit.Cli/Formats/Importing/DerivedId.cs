using System.Security.Cryptography;
using System.Text;

namespace AgentKit.Cli;

/// <summary>UUIDs of version 7 that follow from what they are for: made again, they are the same.</summary>
internal static class DerivedId
{
    /// <summary>An id in the order of its time; what has no time comes before all else.</summary>
    public static Guid Of(DateTimeOffset? time, params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(part.Length).Append(':').Append(part);
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()), digest);
        Span<byte> id = stackalloc byte[16];
        Guid.CreateVersion7(time is { } known && known > DateTimeOffset.UnixEpoch ? known : DateTimeOffset.UnixEpoch)
            .TryWriteBytes(id, bigEndian: true, out _);
        digest[..10].CopyTo(id[6..]);
        id[6] = (byte)((id[6] & 0x0F) | 0x70);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}
